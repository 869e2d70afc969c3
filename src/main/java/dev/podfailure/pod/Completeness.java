package dev.podfailure.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a failed pod tells all that it is going to tell. In some pods container statuses change after the phase has
 * become Failed, mostly within a second.
 */
final class Completeness {
    private Completeness() {}

    /**
     * Whether to decide at once: every container of the spec has terminated or waits behind a failed init container, or
     * there are no statuses at all (the kubelet rejected the pod), or the pod is being deleted and soon gone.
     */
    static boolean of(Pod pod) {
        PodStatus status = Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
        Map<String, ContainerState> states = Stream.of(status.getContainerStatuses(), status.getInitContainerStatuses())
                .flatMap(Completeness::elements)
                .collect(Collectors.toMap(ContainerStatus::getName, Completeness::state, (first, second) -> first));
        return pod.getMetadata().getDeletionTimestamp() != null
                || states.isEmpty()
                || allEnded(pod, states, anInitContainerFailed(pod, states));
    }

    private static boolean allEnded(Pod pod, Map<String, ContainerState> states, boolean waitingIsFinal) {
        return Stream.concat(containers(pod, true), containers(pod, false))
                .map(container -> states.get(container.getName()))
                .allMatch(state -> state != null
                        && (state.getTerminated() != null || (waitingIsFinal && state.getWaiting() != null)));
    }

    private static boolean anInitContainerFailed(Pod pod, Map<String, ContainerState> states) {
        return containers(pod, true)
                .filter(container -> !"Always".equals(container.getRestartPolicy()))
                .map(container -> states.get(container.getName()))
                .anyMatch(state -> state != null
                        && state.getTerminated() != null
                        && !Objects.equals(state.getTerminated().getExitCode(), 0));
    }

    private static Stream<Container> containers(Pod pod, boolean init) {
        return Stream.ofNullable(pod.getSpec())
                .map(spec -> init ? spec.getInitContainers() : spec.getContainers())
                .flatMap(Completeness::elements);
    }

    private static ContainerState state(ContainerStatus status) {
        return Objects.requireNonNullElseGet(status.getState(), ContainerState::new);
    }

    private static <T> Stream<T> elements(@Nullable List<T> list) {
        return list == null ? Stream.empty() : list.stream();
    }
}
