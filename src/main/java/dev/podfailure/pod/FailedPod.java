package dev.podfailure.pod;

import dev.podfailure.failure.PodFacts;
import dev.podfailure.failure.PodFailure;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Optional;

/**
 * What there is to decide about.
 *
 * @param pod the latest version
 * @param sighting what is remembered of earlier ones
 * @param gone whether the pod is no more: nothing of it will change, and nothing can be written on it
 * @param namespaceLabels labels of the pod's namespace; absent if that was not heard of yet
 */
record FailedPod(Pod pod, Sighting sighting, boolean gone, Optional<Map<String, String>> namespaceLabels) {

    /** A pod in a namespace without labels. */
    FailedPod(Pod pod, Sighting sighting, boolean gone) {
        this(pod, sighting, gone, Optional.of(Map.of()));
    }

    /** What rules are asked about. */
    PodFailure facts() {
        return PodFacts.of(pod, sighting.waiting());
    }

    /** Whether somebody stopped it, see {@link Deletion#onPurpose}. */
    boolean stoppedOnPurpose() {
        return sighting.deletionAskedAt() != null && Deletion.onPurpose(facts(), sighting);
    }

    boolean isBeingDeleted() {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }
}
