package dev.podfailure.failure;

/**
 * What a container waits for, or waited for in an earlier version of the same failed pod.
 *
 * @param name the container's name
 * @param role what the container is for
 * @param reason {@code ""} if absent
 * @param message {@code ""} if absent
 */
public record WaitingContainer(String name, ContainerRole role, String reason, String message) {}
