/** Rule sets of the cluster: compiled on every replica, status written by the leader. */
@NullMarked
package dev.podfailure.ruleset;

import org.jspecify.annotations.NullMarked;
