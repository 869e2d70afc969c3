/** What becomes of Events that the operator writes. */
@NullMarked
package dev.podfailure.recorder;

import org.jspecify.annotations.NullMarked;
