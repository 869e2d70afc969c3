package dev.podfailure.rules;

import dev.podfailure.failure.ContainerRole;
import dev.podfailure.failure.PodCondition;
import dev.podfailure.failure.PodEvent;
import dev.podfailure.failure.PodFailure;
import dev.podfailure.failure.PodFailure.PodIdentity;
import dev.podfailure.failure.TerminatedContainer;
import dev.podfailure.failure.WaitingContainer;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** Failed pods that have, more often than not, something of what {@link RandomRules} asks for. */
final class RandomPods {
    private static final Instant END = Instant.parse("2026-05-01T10:00:00Z");

    private RandomPods() {}

    static Arbitrary<Question> questions() {
        Arbitrary<@Nullable List<PodEvent>> events =
                events().list().ofMaxSize(2).injectNull(0.2);
        return Combinators.combine(
                        failures(),
                        events,
                        Arbitraries.of(Map.<String, String>of(), Map.of("env", "prod"), Map.of("env", "test")),
                        Arbitraries.of(false, false, false, true))
                .as((failure, read, labels, onPurpose) -> new Question(failure, pod(failure), labels, onPurpose, read));
    }

    private static Arbitrary<PodFailure> failures() {
        return Combinators.combine(
                        identities(),
                        Arbitraries.of("", "Evicted", "DeadlineExceeded", "NodeLost"),
                        texts(),
                        terminated().list().ofMaxSize(3),
                        waiting().list().ofMaxSize(1),
                        conditions().list().ofMaxSize(2),
                        Arbitraries.of(END).injectNull(0.7))
                .as(PodFailure::new);
    }

    private static Arbitrary<PodIdentity> identities() {
        return Combinators.combine(
                        Arbitraries.of("team-a", "team-b", RuleSetFixture.OPERATOR_NAMESPACE),
                        Arbitraries.of(Map.<String, String>of(), Map.of("app", "a"), Map.of("app", "b")))
                .as((namespace, labels) -> new PodIdentity(namespace, "pod", "uid", labels, "node", "", ""));
    }

    private static Arbitrary<TerminatedContainer> terminated() {
        return Combinators.combine(
                        Arbitraries.of("main", "side", "step"),
                        Arbitraries.of(ContainerRole.class),
                        Arbitraries.of(0, 1, 2, 137, 143),
                        Arbitraries.of("", "OOMKilled", "Error", "Killed"),
                        texts(),
                        Arbitraries.of(END, END.plusSeconds(5)).injectNull(0.3))
                .as((name, role, code, reason, message, end) ->
                        new TerminatedContainer(name, role, code, 0, reason, message, null, end, 0));
    }

    private static Arbitrary<WaitingContainer> waiting() {
        return texts().map(message -> new WaitingContainer("late", ContainerRole.REGULAR, "ErrImagePull", message));
    }

    private static Arbitrary<PodCondition> conditions() {
        return Combinators.combine(
                        Arbitraries.of("DisruptionTarget", "Ready"),
                        Arbitraries.of("True", "False", "Unknown"),
                        Arbitraries.of("", "PodFailed"),
                        texts(),
                        Arbitraries.of(END.minusSeconds(9), END.plusSeconds(3), END.plusSeconds(30))
                                .injectNull(0.2))
                .as(PodCondition::new);
    }

    private static Arbitrary<PodEvent> events() {
        return Combinators.combine(
                        Arbitraries.of("Normal", "Warning"), Arbitraries.of("BackOff", "Failed", ""), texts())
                .as((type, reason, message) -> new PodEvent(type, reason, message, 1));
    }

    /** Words in lines; empty texts, CR, folding beyond ASCII and what only RE2 folds. */
    private static Arbitrary<String> texts() {
        Arbitrary<String> words = Arbitraries.of(RandomRules.WORDS);
        Arbitrary<String> odd =
                Arbitraries.of("\u212a", "É", "cuda ERROR", "\r\n", "\n", "\r", "abc", "a\nc", "7", "", "\u0000");
        return Arbitraries.oneOf(words, words, odd)
                .list()
                .ofMaxSize(5)
                .flatMap(parts -> Arbitraries.of(" ", " ", "\n", "").map(between -> String.join(between, parts)));
    }

    private static Pod pod(PodFailure failure) {
        List<ContainerStatus> statuses = failure.terminated().stream()
                .map(container ->
                        new ContainerStatusBuilder().withName(container.name()).build())
                .toList();
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(failure.pod().namespace())
                .endMetadata()
                .withNewStatus()
                .withReason(failure.reason().isEmpty() ? null : failure.reason())
                .withContainerStatuses(statuses)
                .endStatus()
                .build();
    }
}
