package dev.podfailure.pod;

import dev.podfailure.failure.PodCondition;
import dev.podfailure.failure.PodFailure;
import dev.podfailure.failure.TerminatedContainer;
import dev.podfailure.failure.Timestamps;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** When a pod failed. Kubernetes does not say when the phase changed. */
final class FailureTime {
    /**
     * Phase Failed follows the end of the last container by up to 5.4 s (median 1.2 s) in recorded pods. Within this time the
     * first sight of a failed version is the better answer: those seconds are the kubelet's.
     */
    private static final Duration KUBELET_LAG = Duration.ofSeconds(10);

    private FailureTime() {}

    /** When the pod turned Failed, as well as it can be told. */
    static Instant of(FailedPod failed) {
        Instant seen = failed.sighting().firstSeen();
        boolean containerEnded =
                failed.facts().terminated().stream().anyMatch(container -> container.finishedAt() != null);
        if (failed.sighting().live() && !containerEnded) {
            // Evicted before it ran, say: its only times are those of its start, which may be hours ago.
            return seen;
        }
        return written(failed.facts(), failed.pod())
                .filter(time -> time.isBefore(seen.minus(KUBELET_LAG)))
                .orElse(seen);
    }

    /** The end of the last container; for a pod without one the last change of a condition, its start or its creation. */
    private static Optional<Instant> written(PodFailure facts, Pod pod) {
        return latest(facts.terminated().stream().map(TerminatedContainer::finishedAt))
                .or(() -> latest(facts.conditions().stream().map(PodCondition::lastTransitionTime)))
                .or(() -> Optional.ofNullable(
                        pod.getStatus() == null
                                ? null
                                : Timestamps.parse(pod.getStatus().getStartTime())))
                .or(() -> Optional.ofNullable(Timestamps.parse(pod.getMetadata().getCreationTimestamp())));
    }

    private static Optional<Instant> latest(Stream<@Nullable Instant> times) {
        return times.flatMap(Stream::ofNullable).max(Comparator.naturalOrder());
    }
}
