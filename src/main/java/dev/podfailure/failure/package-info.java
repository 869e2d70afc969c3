/** The facts of one failed pod, and how they are read from a {@code Pod}. Pure: no client, no clock, no I/O. */
@NullMarked
package dev.podfailure.failure;

import org.jspecify.annotations.NullMarked;
