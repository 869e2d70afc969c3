package dev.podfailure.pod;

import io.fabric8.kubernetes.api.model.Pod;

/** A pod read from the API server by name and UID. */
sealed interface PodReading {

    /** It is there. */
    record Found(Pod pod) implements PodReading {}

    /** It is no more, or another pod has its name. */
    record Gone() implements PodReading {}

    /** The API server did not answer. */
    record Unreadable(String message) implements PodReading {}
}
