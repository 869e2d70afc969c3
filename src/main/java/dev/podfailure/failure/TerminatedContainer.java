package dev.podfailure.failure;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A container whose current {@code state} is {@code terminated}. {@code lastState} is no part of a terminal pod's failure.
 *
 * @param name the container's name
 * @param role what the container is for
 * @param exitCode as reported; 137 with reason {@code ContainerStatusUnknown} is made up by the kubelet
 * @param signal number of the signal if the runtime reports it, else 0
 * @param reason {@code ""} if absent
 * @param message termination message, {@code ""} if absent; up to 4 KiB of anything, NUL included
 * @param startedAt absent if unknown
 * @param finishedAt absent if unknown; the kubelet leaves it out of statuses that it makes up
 * @param restartCount how often the container was started again
 */
public record TerminatedContainer(
        String name,
        ContainerRole role,
        int exitCode,
        int signal,
        String reason,
        String message,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        int restartCount) {

    /** Whether the container is one that rules look at: it ended with another exit code than 0. */
    public boolean failed() {
        return exitCode != 0;
    }
}
