/**
 * The test rig: a real control plane on loopback ports, a replayer of recorded pods, and an API server with bad days.
 */
@NullMarked
package dev.podfailure.rig;

import org.jspecify.annotations.NullMarked;
