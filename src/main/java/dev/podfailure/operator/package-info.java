/** Composition root of the operator process: settings, wiring, start and stop. */
@NullMarked
package dev.podfailure.operator;

import org.jspecify.annotations.NullMarked;
