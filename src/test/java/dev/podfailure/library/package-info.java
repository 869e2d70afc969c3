/** The rule library in {@code examples/library}: its rules, its taxonomy, and what it says of recorded pods. */
@NullMarked
package dev.podfailure.library;

import org.jspecify.annotations.NullMarked;
