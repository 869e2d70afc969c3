package dev.podfailure.crd;

import dev.podfailure.rig.ControlPlane;
import java.nio.file.Path;

/** Puts the project's own files on a cluster, as its users do. */
final class Installation {
    private Installation() {}

    /** The custom resource definition, served when this returns. */
    static void ofDefinition(ControlPlane plane) {
        plane.apply(Path.of("crds"));
        plane.kubectl(
                        "wait",
                        "--for=condition=Established",
                        "--timeout=30s",
                        "customresourcedefinition/failurecategoryrulesets.podfailure.dev")
                .output();
    }
}
