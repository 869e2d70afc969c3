package dev.podfailure.failure;

import dev.podfailure.failure.PodFailure.PodIdentity;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the facts of a failed pod. Whatever a pod lacks, and whatever in it cannot be read, is absent from the facts: no
 * pod makes this throw.
 */
public final class PodFacts {
    /** How much of a termination message, {@code status.message} and the like is kept: the kubelet's 4 KiB can be 4,098 bytes. */
    public static final int MAX_MESSAGE_CHARACTERS = 4 * 1024 + 64;

    /** How much of an event's message is kept; what the API server accepts. */
    public static final int MAX_EVENT_MESSAGE_CHARACTERS = 1024;

    /** How many events of one pod are looked at: the latest ones. */
    public static final int MAX_EVENTS = 50;

    private static final int MAX_REASON_CHARACTERS = 1024;

    private PodFacts() {}

    /**
     * The facts of a pod.
     *
     * @param earlierWaiting what containers waited for in earlier failed versions of this pod
     */
    public static PodFailure of(Pod pod, List<WaitingContainer> earlierWaiting) {
        PodStatus status = Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
        List<NamedState> states = states(pod.getSpec(), status);
        ObjectMeta metadata = pod.getMetadata();
        return new PodFailure(
                identity(pod),
                reason(status.getReason()),
                message(status.getMessage()),
                states.stream().flatMap(NamedState::terminated).toList(),
                waiting(states, earlierWaiting),
                conditions(status),
                Timestamps.parse(metadata == null ? null : metadata.getDeletionTimestamp()));
    }

    static String reason(@Nullable String text) {
        return text == null ? "" : EscapedText.head(text, MAX_REASON_CHARACTERS);
    }

    static String message(@Nullable String text) {
        return text == null ? "" : EscapedText.head(text, MAX_MESSAGE_CHARACTERS);
    }

    private static PodIdentity identity(Pod pod) {
        ObjectMeta metadata = Objects.requireNonNullElseGet(pod.getMetadata(), ObjectMeta::new);
        Optional<OwnerReference> owner = elements(metadata.getOwnerReferences())
                .filter(reference -> Boolean.TRUE.equals(reference.getController()))
                .findFirst();
        return new PodIdentity(
                text(metadata.getNamespace()),
                text(metadata.getName()),
                text(metadata.getUid()),
                labels(metadata.getLabels()),
                pod.getSpec() == null ? "" : text(pod.getSpec().getNodeName()),
                owner.map(reference -> text(reference.getKind())).orElse(""),
                owner.map(reference -> text(reference.getName())).orElse(""));
    }

    private static Map<String, String> labels(@Nullable Map<String, String> labels) {
        Map<String, String> present = new HashMap<>();
        if (labels != null) {
            labels.forEach((key, value) -> {
                if (key != null && value != null) {
                    present.put(key, value);
                }
            });
        }
        return present;
    }

    /** Regular containers first, as the ancestor does it. Ephemeral containers are no part of a failure. */
    private static List<NamedState> states(@Nullable PodSpec spec, PodStatus status) {
        Set<String> sidecars = sidecars(spec);
        return Stream.concat(
                        elements(status.getContainerStatuses())
                                .map(container -> NamedState.of(container, ContainerRole.REGULAR)),
                        elements(status.getInitContainerStatuses())
                                .map(container -> NamedState.of(
                                        container,
                                        sidecars.contains(text(container.getName()))
                                                ? ContainerRole.SIDECAR
                                                : ContainerRole.INIT)))
                .toList();
    }

    private static Set<String> sidecars(@Nullable PodSpec spec) {
        if (spec == null) {
            return Set.of();
        }
        return elements(spec.getInitContainers())
                .filter(container -> "Always".equals(container.getRestartPolicy()))
                .map(container -> text(container.getName()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static List<WaitingContainer> waiting(List<NamedState> states, List<WaitingContainer> earlier) {
        Set<WaitingContainer> waiting = new LinkedHashSet<>();
        for (NamedState state : states) {
            earlier.stream()
                    .filter(container -> container.name().equals(state.name) && container.role() == state.role)
                    .forEach(waiting::add);
            state.waiting().forEach(waiting::add);
        }
        waiting.addAll(earlier);
        return new ArrayList<>(waiting);
    }

    private static List<PodCondition> conditions(PodStatus status) {
        return elements(status.getConditions())
                .map(condition -> new PodCondition(
                        text(condition.getType()),
                        text(condition.getStatus()),
                        reason(condition.getReason()),
                        message(condition.getMessage()),
                        Timestamps.parse(condition.getLastTransitionTime())))
                .toList();
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static <T> Stream<T> elements(@Nullable List<T> list) {
        return list == null ? Stream.empty() : list.stream().filter(Objects::nonNull);
    }

    private record NamedState(String name, ContainerRole role, ContainerState state, int restartCount) {
        static NamedState of(ContainerStatus status, ContainerRole role) {
            return new NamedState(
                    text(status.getName()),
                    role,
                    Objects.requireNonNullElseGet(status.getState(), ContainerState::new),
                    Objects.requireNonNullElse(status.getRestartCount(), 0));
        }

        Stream<TerminatedContainer> terminated() {
            ContainerStateTerminated end = state.getTerminated();
            if (end == null) {
                return Stream.empty();
            }
            return Stream.of(new TerminatedContainer(
                    name,
                    role,
                    Objects.requireNonNullElse(end.getExitCode(), 0),
                    Objects.requireNonNullElse(end.getSignal(), 0),
                    reason(end.getReason()),
                    message(end.getMessage()),
                    Timestamps.parse(end.getStartedAt()),
                    Timestamps.parse(end.getFinishedAt()),
                    restartCount));
        }

        Stream<WaitingContainer> waiting() {
            if (state.getWaiting() == null) {
                return Stream.empty();
            }
            return Stream.of(new WaitingContainer(
                    name,
                    role,
                    reason(state.getWaiting().getReason()),
                    message(state.getWaiting().getMessage())));
        }
    }
}
