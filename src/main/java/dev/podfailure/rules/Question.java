package dev.podfailure.rules;

import dev.podfailure.failure.PodEvent;
import dev.podfailure.failure.PodFailure;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One failed pod as the rules are asked about it.
 *
 * @param failure the facts
 * @param pod the pod that they were read from, trimmed: what match conditions look at; without it none of them holds
 * @param namespaceLabels labels of the pod's namespace; only needed if {@link RuleBook#usesNamespaceSelectors}
 * @param deletedOnPurpose whether the pod was stopped on purpose: only rule sets with {@code deletedPods: Include} are asked,
 *     and the operator's own default is not given
 * @param events the pod's events, oldest first; absent if they were not read yet
 */
public record Question(
        PodFailure failure,
        @Nullable Pod pod,
        Map<String, String> namespaceLabels,
        boolean deletedOnPurpose,
        @Nullable List<PodEvent> events) {
    public Question {
        namespaceLabels = Map.copyOf(namespaceLabels);
        events = events == null ? null : List.copyOf(events);
    }

    /** A pod that nobody stopped, whose events were not read yet. */
    public static Question about(PodFailure failure) {
        return new Question(failure, null, Map.of(), false, null);
    }

    /** The same with the pod for match conditions. */
    public Question withPod(Pod trimmedPod) {
        return new Question(failure, trimmedPod, namespaceLabels, deletedOnPurpose, events);
    }

    /** The same with the labels of the pod's namespace. */
    public Question withNamespaceLabels(Map<String, String> labels) {
        return new Question(failure, pod, labels, deletedOnPurpose, events);
    }

    /** The same, stopped on purpose or not. */
    public Question withDeletedOnPurpose(boolean onPurpose) {
        return new Question(failure, pod, namespaceLabels, onPurpose, events);
    }

    /** The same with the pod's events, or without any that were read. */
    public Question withEvents(Optional<List<PodEvent>> read) {
        return new Question(failure, pod, namespaceLabels, deletedOnPurpose, read.orElse(null));
    }
}
