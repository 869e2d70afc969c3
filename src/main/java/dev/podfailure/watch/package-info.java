/** Follows the event stream of an operator: the client side of {@code FailureEventService}. */
@NullMarked
package dev.podfailure.watch;

import org.jspecify.annotations.NullMarked;
