package dev.podfailure.rules;

import static dev.podfailure.rules.FailureFixture.pod;
import static dev.podfailure.rules.RuleSetFixture.compile;
import static dev.podfailure.rules.RuleSetFixture.compileRule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.podfailure.failure.ContainerRole;
import dev.podfailure.failure.PodEvent;
import dev.podfailure.failure.PodFailure;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the ancestor answers, and what the matchers add to it: each rule against one pod. */
class AncestorFactsTest {
    private static final String OOM = "onConditions: [OOMKilled]";
    private static final String EVICTED = "onConditions: [Evicted]";

    @ParameterizedTest
    @MethodSource
    void holds(String matchers, FailureFixture pod) {
        assertThat(matches(matchers, pod.failure())).isTrue();
    }

    static Stream<Arguments> holds() {
        return Stream.of(
                arguments(OOM, pod().container("main", 137, "OOMKilled", "")),
                arguments("onExitCodes: {operator: In, values: [74, 75]}", pod().container("main", 74, "Error", "")),
                arguments("onExitCodes: {operator: NotIn, values: [1, 2]}", pod().container("main", 42, "Error", "")),
                arguments(
                        "onExitCodes: {operator: NotIn, values: [1]}",
                        pod().container("main", 1, "Error", "").container("side", 143, "Error", "")),
                arguments("onExitCodes: {operator: In, values: [-1]}", pod().container("main", -1, "Error", "")),
                arguments(
                        "onExitCodes: {operator: In, values: [1]}",
                        pod().container("init", ContainerRole.INIT, 1, "Error", "")),
                arguments(
                        "onExitCodes: {operator: In, values: [143]}",
                        pod().container("proxy", ContainerRole.SIDECAR, 143, "Error", "")),
                arguments(
                        "onTerminationMessage: {pattern: '(?i)cuda.*error'}",
                        pod().container("main", 1, "Error", "CUDA memory error on device 0")),
                arguments(
                        "onTerminationMessage: {pattern: OOM-killed}",
                        pod().container(
                                        "ls",
                                        128,
                                        "StartError",
                                        "container init was OOM-killed (memory limit too low?)")),
                arguments(OOM, pod().container("side", 137, "OOMKilled", "").container("main", 1, "Error", "")),
                arguments(EVICTED, pod().reason("Evicted")),
                arguments("containers: {names: [absent]}, " + EVICTED, pod().reason("Evicted")),
                arguments("onConditions: [DeadlineExceeded]", pod().reason("DeadlineExceeded")),
                arguments("onConditions: [Evicted, OOMKilled]", pod().reason("Evicted")),
                arguments("onConditions: [Evicted, OOMKilled]", pod().container("main", 137, "OOMKilled", "")),
                arguments(
                        "onPodError: {pattern: no match for platform}",
                        pod().message("a: no match for platform in manifest")),
                arguments(
                        "onPodError: {pattern: manifest unknown}",
                        pod().waiting("main", "ErrImagePull", "manifest unknown")),
                arguments("containers: {names: [init]}, onPodError: {pattern: x}", pod().message("x")),
                arguments("onPodReason: {operator: In, values: [Evicted]}", pod().reason("Evicted")),
                arguments("onPodReason: {operator: NotIn, values: [Evicted]}", pod().reason("NodeLost")),
                arguments("onPodReason: {pattern: '^OutOf'}", pod().reason("OutOfcpu")));
    }

    @ParameterizedTest
    @MethodSource
    void doesNotHold(String matchers, FailureFixture pod) {
        assertThat(matches(matchers, pod.failure())).isFalse();
    }

    static Stream<Arguments> doesNotHold() {
        return Stream.of(
                arguments(OOM, pod().container("main", 137, "Error", "")),
                arguments(OOM, pod().container("main", 0, "OOMKilled", "")),
                arguments(OOM, pod().reason("OOMKilled")),
                arguments(OOM, pod().container("ls", 128, "StartError", "container init was OOM-killed")),
                arguments(EVICTED, pod().reason("evicted")),
                arguments(EVICTED, pod().container("main", 137, "Evicted", "")),
                arguments(EVICTED, pod().container("main", 137, "OOMKilled", "")),
                arguments("containers: {names: [main]}, " + OOM, pod().container("side", 137, "OOMKilled", "")),
                arguments("onExitCodes: {operator: In, values: [74, 75]}", pod().container("main", 1, "Error", "")),
                arguments("onExitCodes: {operator: In, values: [0]}", pod().container("main", 0, "Completed", "")),
                arguments("onExitCodes: {operator: NotIn, values: [1]}", pod().container("main", 0, "Completed", "")),
                arguments("onExitCodes: {operator: NotIn, values: [1]}", pod()),
                arguments("onExitCodes: {operator: In, values: [1]}", pod().waiting("main", "CrashLoopBackOff", "")),
                arguments(
                        "containers: {names: [main]}, onExitCodes: {operator: NotIn, values: [1]}",
                        pod().container("main", 1, "Error", "").container("side", 143, "Error", "")),
                arguments(
                        "containers: {names: [Main]}, onExitCodes: {operator: In, values: [1]}",
                        pod().container("main", 1, "Error", "")),
                arguments(
                        "onTerminationMessage: {pattern: '(?i)cuda.*error'}",
                        pod().container("main", 139, "Error", "segfault")),
                arguments("onTerminationMessage: {pattern: '.*'}", pod().container("main", 1, "Error", "")),
                arguments(
                        "onTerminationMessage: {pattern: success}",
                        pod().container("side", 0, "Completed", "success message")
                                .container("main", 1, "Error", "actual failure")),
                arguments(
                        "onTerminationMessage: {pattern: platform}",
                        pod().message("no match for platform in manifest")),
                arguments("onTerminationMessage: {pattern: 'a.b'}", pod().container("main", 1, "Error", "a\nb")),
                arguments("onTerminationMessage: {pattern: 'foo$'}", pod().container("main", 1, "Error", "foo\n")),
                arguments("onPodError: {pattern: '.*'}", pod().waiting("main", "PodInitializing", "")),
                arguments(
                        "onPodError: {pattern: '(?s)one.*two'}",
                        pod().message("one").waiting("main", "x", "two")),
                arguments("onPodReason: {operator: In, values: [Evicted]}", pod().reason("evicted")),
                arguments("onPodReason: {operator: In, values: [Evicted]}", pod()),
                arguments("onPodReason: {operator: NotIn, values: [Evicted]}", pod()),
                arguments("onPodReason: {operator: NotIn, values: [Evicted]}", pod().reason("Evicted")),
                arguments("onPodReason: {pattern: '.*'}", pod()));
    }

    /** One container must satisfy all container matchers, the pod all of its own. */
    @ParameterizedTest
    @MethodSource
    void allMatchersMustHold(String matchers, FailureFixture pod, boolean expected) {
        assertThat(matches(matchers, pod.failure())).isEqualTo(expected);
    }

    static Stream<Arguments> allMatchersMustHold() {
        String codeAndText = "onExitCodes: {operator: In, values: [1]}, onTerminationMessage: {pattern: disk}";
        String evictedAndCode = "onConditions: [Evicted], onExitCodes: {operator: In, values: [137]}";
        String reasonAndCode =
                "onPodReason: {operator: In, values: [Evicted]}, onExitCodes: {operator: In, values: [137]}";
        return Stream.of(
                arguments(codeAndText, pod().container("a", 1, "Error", "disk full"), true),
                arguments(
                        codeAndText,
                        pod().container("a", 1, "Error", "").container("b", 2, "Error", "disk full"),
                        false),
                arguments(
                        codeAndText,
                        pod().container("a", 2, "Error", "").container("b", 1, "Error", "disk full"),
                        true),
                arguments(evictedAndCode, pod().reason("Evicted"), false),
                arguments(evictedAndCode, pod().reason("Evicted").container("a", 137, "Error", ""), true),
                arguments(evictedAndCode, pod().container("a", 137, "Error", ""), false),
                arguments(reasonAndCode, pod().reason("Evicted").container("a", 137, "Error", ""), true),
                arguments(reasonAndCode, pod().reason("Evicted").container("a", 1, "Error", ""), false),
                arguments(reasonAndCode, pod().container("a", 137, "Error", ""), false),
                arguments(
                        "containers: {names: [main]}, " + evictedAndCode,
                        pod().reason("Evicted").container("side", 137, "Error", ""),
                        false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {pattern: devices unavailable, type: Warning}             | Warning | UnexpectedAdmissionError | number of devices unavailable | true
            {reason: UnexpectedAdmissionError, pattern: devices}      | Warning | FailedScheduling         | devices                       | false
            {type: Warning}                                           | Normal  | Killing                  | Stopping                      | false
            {type: Warning}                                           | Warning | BackOff                  | x                             | true
            {reason: backoff}                                         | Warning | BackOff                  | x                             | false
            {reason: BackOff}                                         | Warning | BackOff                  | x                             | true
            {pattern: '.*'}                                           | Warning | BackOff                  | ''                            | false
            {reason: BackOff}                                         | Warning | BackOff                  | ''                            | false
            """)
    void asksOneEvent(String matcher, String type, String reason, String message, boolean expected) {
        RuleBook book = RuleBook.of(List.of(compileRule("onPodEvents: " + matcher)), "");
        List<PodEvent> events =
                List.of(new PodEvent("Normal", "Scheduled", "", 1), new PodEvent(type, reason, message, 1));

        assertThat(book.classify(pod().failure(), Optional.of(events)) instanceof Verdict.Classified)
                .isEqualTo(expected);
    }

    @Test
    void theFirstRuleOfSeveralWins() {
        String oom = "{name: a, category: oom, onConditions: [OOMKilled]}";
        String high = "{name: b, category: high, onExitCodes: {operator: In, values: [137]}}";
        PodFailure failure = pod().container("main", 137, "OOMKilled", "").failure();

        assertThat(category("rules: [" + oom + ", " + high + "]", failure)).isEqualTo("oom");
        assertThat(category("rules: [" + high + ", " + oom + "]", failure)).isEqualTo("high");
    }

    @Test
    void aRuleWithoutSubcategoryDoesNotBorrowTheDefaultOne() {
        String spec = "{defaultCategory: d, defaultSubcategory: unknown, rules: [{name: a, category: c, " + OOM + "}]}";
        RuleBook book = RuleBook.of(List.of(compile(spec)));

        assertThat(book.classify(pod().container("main", 137, "OOMKilled", "").failure(), Optional.empty()))
                .isInstanceOfSatisfying(Verdict.Classified.class, verdict -> {
                    assertThat(verdict.classification().category()).isEqualTo("c");
                    assertThat(verdict.classification().subcategory()).isEmpty();
                });
    }

    private static String category(String spec, PodFailure failure) {
        Verdict verdict = RuleBook.of(List.of(compile(spec))).classify(failure, Optional.empty());
        return ((Verdict.Classified) verdict).classification().category();
    }

    private static boolean matches(String matchers, PodFailure failure) {
        CompiledRuleSet set = compileRule(matchers);
        assertThat(set.problems()).isEmpty();
        return RuleBook.of(List.of(set), "").classify(failure, Optional.empty()) instanceof Verdict.Classified;
    }
}
