package dev.podfailure.stream;

import dev.podfailure.failure.PodFailure;
import dev.podfailure.failure.TerminatedContainer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** When a pod failed, as far as the pod tells. */
final class OccurTime {
    private OccurTime() {}

    /**
     * The latest end of a failed container. A pod that never ran a container was turned away by its kubelet when the kubelet
     * first saw it; of any other pod without such an end the time when it was to be gone is the best there is.
     */
    static @Nullable Instant of(Pod pod, PodFailure facts) {
        Instant ended = facts.failedContainers().stream()
                .map(TerminatedContainer::finishedAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
        if (ended != null) {
            return ended;
        }
        PodStatus status = pod.getStatus();
        boolean turnedAway = status != null
                && facts.terminated().isEmpty()
                && facts.waiting().isEmpty();
        Instant seen = turnedAway ? Times.parse(status.getStartTime()) : null;
        return seen != null ? seen : facts.deletionTimestamp();
    }
}
