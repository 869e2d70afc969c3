package dev.podfailure.pod;

import dev.podfailure.failure.PodFacts;
import dev.podfailure.failure.PodFailure;
import io.fabric8.kubernetes.api.model.Pod;

/**
 * What there is to decide about.
 *
 * @param pod the latest version
 * @param sighting what is remembered of earlier ones
 * @param gone whether the pod is no more: nothing of it will change, and nothing can be written on it
 */
record FailedPod(Pod pod, Sighting sighting, boolean gone) {

    /** What rules are asked about. */
    PodFailure facts() {
        return PodFacts.of(pod, sighting.waiting());
    }

    boolean isBeingDeleted() {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }
}
