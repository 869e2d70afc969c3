/** Failure events are pushed to receivers: one queue, one thread and one call at a time for each of them. */
@NullMarked
package dev.podfailure.push;

import org.jspecify.annotations.NullMarked;
