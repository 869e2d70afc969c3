/** Tests of what rules mean. */
@NullMarked
package dev.podfailure.rules;

import org.jspecify.annotations.NullMarked;
