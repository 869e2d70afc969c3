/** Installed from Git: what Argo CD and Flux see of rule sets, and that they find nothing to correct. */
@NullMarked
package dev.podfailure.gitops;

import org.jspecify.annotations.NullMarked;
