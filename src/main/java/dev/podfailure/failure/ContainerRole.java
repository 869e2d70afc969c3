package dev.podfailure.failure;

/** What a container is for in its pod. */
public enum ContainerRole {
    /** One of {@code spec.containers}. */
    REGULAR,
    /** One of {@code spec.initContainers} that runs to its end before the next one starts. */
    INIT,
    /** A native sidecar: one of {@code spec.initContainers} with {@code restartPolicy: Always}. */
    SIDECAR
}
