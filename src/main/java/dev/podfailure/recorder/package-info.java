/** Events of Kubernetes that the operator writes about rule sets and failed pods: within a rate, and never in anybody's way. */
@NullMarked
package dev.podfailure.recorder;

import org.jspecify.annotations.NullMarked;
