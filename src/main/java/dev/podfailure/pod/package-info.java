/** Failed pods of the cluster: when to decide, the decision's commit, pods that vanish. */
@NullMarked
package dev.podfailure.pod;

import org.jspecify.annotations.NullMarked;
