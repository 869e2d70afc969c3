package dev.podfailure.rules.cel;

import dev.podfailure.failure.PodEvent;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the variables of an expression stand for. The objects are read while an expression is evaluated, never copied as a
 * whole and never changed.
 *
 * @param pod the failed pod, trimmed
 * @param events its events, oldest first
 * @param container the container under test; absent for rules without container matchers and scope
 */
public record ConditionInput(
        Pod pod, List<PodEvent> events, @Nullable ContainerStatus container) {
    public ConditionInput {
        events = List.copyOf(events);
    }

    /** The input of a rule that looks at no container. */
    public static ConditionInput of(Pod pod, List<PodEvent> events) {
        return new ConditionInput(pod, events, null);
    }

    /**
     * The same failure, seen from one container. A container without a status leaves the variable without a value: using
     * it is an error of the evaluation.
     */
    public ConditionInput inContainer(String name) {
        ContainerStatus found = statuses(pod.getStatus())
                .filter(status -> name.equals(status.getName()))
                .findFirst()
                .orElse(null);
        return new ConditionInput(pod, events, found);
    }

    private static Stream<ContainerStatus> statuses(@Nullable PodStatus status) {
        return status == null
                ? Stream.empty()
                : Stream.of(status.getContainerStatuses(), status.getInitContainerStatuses())
                        .filter(Objects::nonNull)
                        .flatMap(List::stream)
                        .filter(Objects::nonNull);
    }
}
