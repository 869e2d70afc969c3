package dev.podfailure.pod;

import dev.podfailure.failure.PodCondition;
import dev.podfailure.failure.PodFailure;
import dev.podfailure.failure.Timestamps;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a pod's deletion says about its failure. */
final class Deletion {
    /** Kubernetes' default of {@code spec.terminationGracePeriodSeconds}. */
    private static final long DEFAULT_GRACE_SECONDS = 30;

    /** Kubernetes' own word for a pod that somebody else wanted away, and Kueue's. */
    private static final Set<String> DISRUPTIONS = Set.of("DisruptionTarget", "TerminationTarget");

    private Deletion() {}

    /**
     * When somebody asked for the deletion. The API server writes the time at which the pod must be gone, so the grace
     * period goes off again; the kubelet's last word is a grace period of 0, then the one of the spec is the best guess.
     */
    static @Nullable Instant askedAt(Pod pod) {
        Instant gone = Timestamps.parse(pod.getMetadata().getDeletionTimestamp());
        if (gone == null) {
            return null;
        }
        Long given = pod.getMetadata().getDeletionGracePeriodSeconds();
        return gone.minus(Duration.ofSeconds(given != null && given > 0 ? given : graceOf(pod.getSpec())));
    }

    /**
     * Whether the pod failed because it was stopped: a rollout, a scale-down, {@code kubectl delete}. That is so if its
     * deletion was asked for before it turned Failed, nobody disrupted it, neither the kubelet nor a controller gave a
     * reason, and no container had failed by itself before.
     */
    static boolean onPurpose(PodFailure failure, Sighting sighting) {
        Instant asked = sighting.deletionAskedAt();
        return asked != null
                && failure.reason().isEmpty()
                && failure.conditions().stream().noneMatch(Deletion::isDisruption)
                && failure.failedContainers().stream().noneMatch(container -> isBefore(container.finishedAt(), asked));
    }

    private static boolean isDisruption(PodCondition condition) {
        return condition.isTrue() && DISRUPTIONS.contains(condition.type());
    }

    private static boolean isBefore(@Nullable Instant finished, Instant asked) {
        return finished != null && finished.isBefore(asked);
    }

    private static long graceOf(@Nullable PodSpec spec) {
        Long seconds = spec == null ? null : spec.getTerminationGracePeriodSeconds();
        return seconds == null ? DEFAULT_GRACE_SECONDS : seconds;
    }
}
