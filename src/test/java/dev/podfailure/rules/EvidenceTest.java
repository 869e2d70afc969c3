package dev.podfailure.rules;

import static dev.podfailure.rules.FailureFixture.pod;
import static dev.podfailure.rules.RuleSetFixture.compileRule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.podfailure.failure.ContainerRole;
import dev.podfailure.failure.PodEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EvidenceTest {
    private static final String CODE_137 = "onExitCodes: {operator: In, values: [137]}";

    @ParameterizedTest
    @MethodSource
    void tellsWhatSatisfiedTheRule(String matchers, FailureFixture pod, String line) {
        assertThat(evidence(matchers, pod).line(true)).isEqualTo(line);
    }

    static Stream<Arguments> tellsWhatSatisfiedTheRule() {
        FailureFixture evicted = pod().reason("Evicted").container("main", 137, "Error", "");
        return Stream.of(
                arguments(CODE_137, evicted, "onExitCodes container=main exitCode=137"),
                arguments(
                        "onPodReason: {operator: In, values: [Evicted]}, " + CODE_137,
                        evicted,
                        "onExitCodes container=main exitCode=137; onPodReason reason=Evicted"),
                arguments("onConditions: [Evicted]", evicted, "onConditions reason=Evicted"),
                arguments(
                        "onConditions: [Evicted], " + CODE_137,
                        evicted,
                        "onConditions reason=Evicted; onExitCodes container=main exitCode=137"),
                arguments(
                        "onConditions: [OOMKilled]",
                        pod().container("a", 1, "Error", "").container("b", 137, "OOMKilled", ""),
                        "onConditions container=b reason=OOMKilled"),
                arguments(
                        "onTerminationMessage: {pattern: 'full.*\"x\"'}",
                        pod().container("main", 1, "Error", "the disk is full: \"x\" and more"),
                        "onTerminationMessage container=main message=\"full: \\\"x\\\"\""),
                arguments(
                        "onPodError: {pattern: not found}",
                        pod().waiting("main", "ErrImagePull", "x not found"),
                        "onPodError container=main message=\"not found\""),
                arguments(
                        "onPodError: {pattern: '^a'}",
                        pod().message("abc").waiting("m", "x", "a"),
                        "onPodError message=\"a\""),
                arguments(
                        "onPodReason: {pattern: odd}",
                        pod().reason("an odd; reason=1"),
                        "onPodReason reason=\"an odd; reason=1\""));
    }

    @Test
    void tellsWhichEventSatisfiedTheRule() {
        Evidence evidence = evidence(
                "onPodEvents: {reason: BackOff, pattern: 'rest[a-z]*'}",
                pod(),
                Optional.of(List.of(new PodEvent("Warning", "BackOff", "Back-off restarting failed container", 3))));

        assertThat(evidence.line(true)).isEqualTo("onPodEvents reason=BackOff message=\"restarting\"");
    }

    @Test
    void leavesOutTextsOnRequest() {
        Evidence evidence = evidence(
                "onTerminationMessage: {pattern: secret}, " + CODE_137,
                pod().container("main", 137, "Error", "my secret"));

        assertThat(evidence.line(false))
                .isEqualTo(
                        "onExitCodes container=main exitCode=137; onTerminationMessage container=main message=matched");
    }

    @ParameterizedTest
    @MethodSource
    void tellsWhatWasSeenIfNoRuleMatched(FailureFixture pod, String line) {
        RuleBook book = RuleBook.of(List.of(compileRule("onConditions: [DeadlineExceeded]")));
        Verdict verdict = book.classify(pod.failure(), Optional.empty());

        assertThat(((Verdict.Classified) verdict).classification().evidence().line(true))
                .isEqualTo(line);
    }

    static Stream<Arguments> tellsWhatWasSeenIfNoRuleMatched() {
        return Stream.of(
                arguments(
                        pod().container("main", 1, "Error", ""),
                        "container=main exitCode=1 reason=Error message=empty"),
                arguments(
                        pod().container("main", 1, "Error", "secret text").container("ok", 0, "Completed", ""),
                        "container=main exitCode=1 reason=Error message=present"),
                arguments(
                        pod().container("a", 1, "", "").container("b", ContainerRole.INIT, 2, "Error", "x"),
                        "container=a exitCode=1 reason=empty message=empty; container=b exitCode=2 reason=Error message=present"),
                arguments(pod().reason("OutOfcpu").message("rejected"), "reason=OutOfcpu message=present"),
                arguments(
                        pod().reason("Evicted").container("main", 137, "Error", ""),
                        "reason=Evicted message=empty; container=main exitCode=137 reason=Error message=empty"),
                arguments(
                        pod().condition("DisruptionTarget", "True", "PreemptionByScheduler")
                                .condition("Ready", "False", "PodFailed"),
                        "condition=DisruptionTarget/PreemptionByScheduler"),
                arguments(pod().condition("DisruptionTarget", "False", "x"), "failedContainers=0"),
                arguments(pod(), "failedContainers=0"));
    }

    @Test
    void aMatchedPartIsCutTo160Characters() {
        Evidence evidence = evidence(
                "onTerminationMessage: {pattern: 'x+'}", pod().container("main", 1, "Error", "x".repeat(4000)));

        assertThat(evidence.items())
                .singleElement()
                .satisfies(item -> assertThat(item.value()).hasSize(160).endsWith("x..."));
    }

    @Test
    void noControlCharacterReachesTheLine() {
        String hostile = "a\u001b[31m\r\n\u0085\u202e\u0000b";
        Evidence evidence =
                evidence("onTerminationMessage: {pattern: '(?s)a.*b'}", pod().container("main", 1, "Error", hostile));

        assertThat(evidence.line(true))
                .isEqualTo("onTerminationMessage container=main"
                        + " message=\"a\\u001b[31m\\r\\n\\u0085\\u202e\\u0000b\"");
    }

    @Test
    void theLineIsCutTo1024BytesAtACharacter() {
        Evidence.Item item = new Evidence.Item("onPodError", "", "message", "😀".repeat(40));
        Evidence evidence = new Evidence(java.util.Collections.nCopies(20, item));

        String line = evidence.line(true);

        assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1020, 1024);
        assertThat(line).endsWith("...").doesNotContain("?");
    }

    private static Evidence evidence(String matchers, FailureFixture pod) {
        return evidence(matchers, pod, Optional.empty());
    }

    private static Evidence evidence(String matchers, FailureFixture pod, Optional<List<PodEvent>> events) {
        RuleBook book = RuleBook.of(List.of(compileRule(matchers)), "");
        Verdict.Classified verdict = (Verdict.Classified) book.classify(pod.failure(), events);
        return verdict.classification().evidence();
    }
}
