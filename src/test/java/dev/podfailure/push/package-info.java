/** Tests of the pushing of events, and a receiver for them. */
@NullMarked
package dev.podfailure.push;

import org.jspecify.annotations.NullMarked;
