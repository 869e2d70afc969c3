/**
 * Turns the failure categories of the ancestor, the Armada executor, into rule sets. What is refused, what is mapped and
 * what has no counterpart is told with its place.
 */
@NullMarked
package dev.podfailure.convert;

import org.jspecify.annotations.NullMarked;
