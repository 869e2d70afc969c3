/** Tests of the event stream. */
@NullMarked
package dev.podfailure.stream;

import org.jspecify.annotations.NullMarked;
