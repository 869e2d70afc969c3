/** The operator's answer at a desk: rules, pods and events from files, by the same code, without a cluster. */
@NullMarked
package dev.podfailure.classify;

import org.jspecify.annotations.NullMarked;
