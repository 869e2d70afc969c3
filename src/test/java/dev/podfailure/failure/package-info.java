/** Tests of the facts of a failed pod. */
@NullMarked
package dev.podfailure.failure;

import org.jspecify.annotations.NullMarked;
