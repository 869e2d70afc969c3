/**
 * Looks at rule sets before a cluster does: what the API server refuses, what the compiler leaves out, and what is most likely
 * a mistake.
 */
@NullMarked
package dev.podfailure.lint;

import org.jspecify.annotations.NullMarked;
