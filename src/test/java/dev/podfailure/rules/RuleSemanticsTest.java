package dev.podfailure.rules;

import static dev.podfailure.failure.ContainerRole.INIT;
import static dev.podfailure.failure.ContainerRole.SIDECAR;
import static dev.podfailure.rules.FailureFixture.pod;
import static dev.podfailure.rules.RuleSetFixture.compileRule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.podfailure.failure.PodEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the matchers mean, sentence by sentence, and the traps that real pods set. */
class RuleSemanticsTest {
    private static final Instant END = Instant.parse("2026-05-01T10:00:00Z");
    private static final String DISRUPTED = "onPodConditions: [{type: DisruptionTarget}]";
    private static final String DISRUPTED_BEFORE =
            "onPodConditions: [{type: DisruptionTarget, relativeToFailure: Before}]";

    @ParameterizedTest
    @MethodSource({"containers", "texts", "conditions", "deletion", "traps"})
    void holds(String matchers, FailureFixture pod, boolean holds) {
        RuleBook book = RuleBook.of(List.of(compileRule(matchers)), "");

        assertThat(book.classify(pod.failure(), Optional.empty()))
                .isInstanceOf(holds ? Verdict.Classified.class : Verdict.Unmatched.class);
    }

    static Stream<Arguments> containers() {
        FailureFixture oomWithZero = pod().container("main", 0, "OOMKilled", "");
        FailureFixture killed = pod().container("main", 137, "Error", "");
        FailureFixture sidecar = pod().container("proxy", SIDECAR, 143, "Error", "");
        FailureFixture init = pod().container("step-1", INIT, 1, "Error", "");
        String oom = "onTerminationReason: {operator: In, values: [OOMKilled]}";
        return Stream.of(
                arguments(oom, oomWithZero, true),
                arguments("onTerminationReason: {pattern: OOM}", oomWithZero, true),
                arguments("onTerminationReason: {operator: NotIn, values: [Error]}", oomWithZero, false),
                arguments(oom + ", onExitCodes: {operator: NotIn, values: [1]}", oomWithZero, false),
                arguments(
                        oom + ", onTerminationMessage: {pattern: x}", pod().container("a", 0, "OOMKilled", "x"), false),
                arguments("onConditions: [OOMKilled]", oomWithZero, false),
                arguments("onTerminationReason: {operator: NotIn, values: [OOMKilled]}", killed, true),
                arguments(
                        "onTerminationReason: {operator: NotIn, values: [x]}",
                        pod().container("main", 1, "", ""),
                        false),
                arguments("onTerminationReason: {pattern: '.*'}", pod().container("main", 1, "", ""), false),
                arguments("containers: {roles: [Regular]}, onExitCodes: {operator: In, values: [143]}", sidecar, false),
                arguments("containers: {roles: [Init]}, onExitCodes: {operator: In, values: [143]}", sidecar, false),
                arguments(
                        "containers: {roles: [Init, Sidecar]}, onExitCodes: {operator: In, values: [143]}",
                        sidecar,
                        true),
                arguments("containers: {namePattern: '^step-'}, onExitCodes: {operator: In, values: [1]}", init, true),
                arguments("containers: {namePattern: '^tep-'}, onExitCodes: {operator: In, values: [1]}", init, false),
                arguments(
                        "containers: {names: [main], namePattern: '^step-'}, onExitCodes: {operator: In, values: [1]}",
                        init,
                        false));
    }

    static Stream<Arguments> texts() {
        String message = "onTerminationMessage: {pattern: timeout, exclude: retried}";
        String error = "onPodError: {pattern: pull, exclude: rate limit}";
        return Stream.of(
                arguments(message, pod().container("a", 1, "Error", "timeout"), true),
                arguments(message, pod().container("a", 1, "Error", "timeout, retried"), false),
                arguments(
                        message,
                        pod().container("a", 1, "Error", "timeout, retried").container("b", 1, "Error", "timeout"),
                        true),
                arguments(
                        message,
                        pod().container("a", 1, "Error", "timeout").container("b", 1, "Error", "retried"),
                        true),
                arguments(error, pod().message("cannot pull: rate limit"), false),
                arguments(error, pod().message("rate limit").waiting("main", "ErrImagePull", "cannot pull"), true));
    }

    static Stream<Arguments> conditions() {
        FailureFixture failed = pod().container("main", END, 137, "Error", "");
        return Stream.of(
                arguments(DISRUPTED, pod().condition("DisruptionTarget", "True", "x"), true),
                arguments(DISRUPTED, pod().condition("DisruptionTarget", "False", "x"), false),
                arguments(DISRUPTED, pod().condition("TerminationTarget", "True", "x"), false),
                arguments(
                        "onPodConditions: [{type: TerminationTarget, reasons: [WorkloadDeleted]}]",
                        pod().condition("TerminationTarget", "True", "WorkloadDeleted"),
                        true),
                arguments(
                        "onPodConditions: [{type: Ready, status: 'False', reasons: [a, PodFailed]}]",
                        pod().condition("Ready", "False", "PodFailed"),
                        true),
                arguments(
                        "onPodConditions: [{type: DisruptionTarget, status: Absent}]",
                        pod().condition("DisruptionTarget", "False", ""),
                        false),
                arguments("onPodConditions: [{type: DisruptionTarget, status: Absent}]", pod(), true),
                arguments("onPodConditions: [{type: a}, {type: b, status: Absent}]", pod(), true),
                arguments(
                        "onPodConditions: [{type: DisruptionTarget, pattern: '.*'}]",
                        pod().condition("DisruptionTarget", "True", "x"),
                        false),
                arguments(
                        "onPodConditions: [{type: DisruptionTarget, pattern: taint}]",
                        pod().condition("DisruptionTarget", "True", "x", "NoExecute taint", END),
                        true),
                arguments(DISRUPTED_BEFORE, failed.copy().disrupted(END.minusSeconds(120)), true),
                arguments(DISRUPTED_BEFORE, failed.copy().disrupted(END.plusSeconds(2)), true),
                arguments(DISRUPTED_BEFORE, failed.copy().disrupted(END.plusSeconds(3)), false),
                arguments(DISRUPTED_BEFORE, failed.copy().disrupted(null), false),
                arguments(DISRUPTED, failed.copy().disrupted(END.plusSeconds(300)), true),
                arguments(DISRUPTED_BEFORE, pod().disrupted(END.plusSeconds(300)), true),
                arguments(
                        DISRUPTED_BEFORE,
                        pod().container("main", 137, "ContainerStatusUnknown", "")
                                .disrupted(END),
                        true),
                arguments(
                        DISRUPTED_BEFORE,
                        failed.copy()
                                .container("side", END.plusSeconds(60), 143, "Error", "")
                                .disrupted(END.plusSeconds(30)),
                        false),
                arguments(
                        DISRUPTED_BEFORE,
                        pod().container("done", END, 0, "Completed", "")
                                .container("main", END.plusSeconds(60), 1, "Error", "")
                                .disrupted(END.plusSeconds(30)),
                        true));
    }

    static Stream<Arguments> deletion() {
        return Stream.of(
                arguments("onPodDeletion: Requested", pod().deleted(END), true),
                arguments("onPodDeletion: Requested", pod(), false),
                arguments("onPodDeletion: NotRequested", pod(), true),
                arguments("onPodDeletion: NotRequested", pod().deleted(END), false));
    }

    static Stream<Arguments> traps() {
        String outOf = "onPodReason: {pattern: '^OutOf'}";
        FailureFixture oomAndDisrupted =
                pod().container("main", END, 137, "OOMKilled", "").disrupted(END);
        return Stream.of(
                arguments(outOf, pod().reason("OutOfmemory"), true),
                arguments(outOf, pod().reason("OutOfnvidia.com/gpu"), true),
                arguments("onPodReason: {operator: In, values: [Evicted]}", pod().reason("Evicted"), true),
                arguments("onConditions: [Evicted]", pod().reason("Evicted"), true),
                arguments(
                        "onPodReason: {operator: In, values: [UnexpectedAdmissionError]}",
                        pod().reason("UnexpectedAdmissionError").message("Allocate failed"),
                        true),
                arguments("onConditions: [OOMKilled]", oomAndDisrupted, true),
                arguments(DISRUPTED, oomAndDisrupted, true),
                arguments("onConditions: [OOMKilled]", pod().container("main", 1, "Error", ""), false),
                arguments("onConditions: [OOMKilled]", pod().container("init", INIT, 137, "OOMKilled", ""), true),
                arguments(
                        "onExitCodes: {operator: In, values: [137]}, onPodConditions: [{type: DisruptionTarget, status:"
                                + " Absent}]",
                        oomAndDisrupted,
                        false),
                arguments(
                        "onPodConditions: [{type: DisruptionTarget, reasons: [PreemptionByScheduler,"
                                + " PreemptionByKubeScheduler]}]",
                        pod().condition("DisruptionTarget", "True", "PreemptionByKubeScheduler"),
                        true),
                arguments(
                        "containers: {roles: [Regular, Init]}, onExitCodes: {operator: In, values: [137, 143]}",
                        pod().container("main", 0, "Completed", "").container("proxy", SIDECAR, 143, "Error", ""),
                        false),
                arguments(
                        "onExitCodes: {operator: In, values: [1]}",
                        pod().container("first", 0, "Completed", "").container("second", 1, "Error", ""),
                        true),
                arguments(
                        "onTerminationReason: {operator: NotIn, values: [ContainerStatusUnknown]}, onExitCodes:"
                                + " {operator: In, values: [137]}",
                        pod().container("main", 137, "ContainerStatusUnknown", "could not be located"),
                        false),
                arguments(
                        "onTerminationMessage: {pattern: 'a.b'}",
                        pod().container("main", 1, "Error", "a\u0000b"),
                        true),
                arguments("onTerminationMessage: {pattern: 'a.b'}", pod().container("main", 1, "Error", "a\rb"), true),
                arguments("onPodError: {pattern: '(?i)no such host'}", pod(), false));
    }

    @ParameterizedTest
    @MethodSource
    void asksForAnEvent(String matcher, PodEvent event, boolean holds) {
        RuleBook book = RuleBook.of(List.of(compileRule(matcher)), "");

        assertThat(book.classify(pod().failure(), Optional.of(List.of(event))))
                .isInstanceOf(holds ? Verdict.Classified.class : Verdict.Unmatched.class);
    }

    static Stream<Arguments> asksForAnEvent() {
        PodEvent eviction = new PodEvent("Normal", "TaintManagerEviction", "Cancelling deletion of Pod a/b", 1);
        return Stream.of(
                arguments("onPodEvents: {reason: TaintManagerEviction}", eviction, true),
                arguments("onPodEvents: {reason: TaintManagerEviction, exclude: ^Cancelling}", eviction, false),
                arguments("onPodEvents: {pattern: deletion, exclude: ^Marking}", eviction, true),
                arguments("onPodEvents: {type: Warning, pattern: deletion}", eviction, false));
    }
}
