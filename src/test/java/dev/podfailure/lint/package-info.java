/** What lint finds, and what it does not. */
@NullMarked
package dev.podfailure.lint;

import org.jspecify.annotations.NullMarked;
