/** The custom resource definition, the manifests and the examples, as files and on a real API server. */
@NullMarked
package dev.podfailure.crd;

import org.jspecify.annotations.NullMarked;
