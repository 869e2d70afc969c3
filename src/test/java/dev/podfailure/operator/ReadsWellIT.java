package dev.podfailure.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.KubectlResult;
import dev.podfailure.rig.RequiresControlPlane;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person reads with kubectl and in the log, whatever the pods say. */
@RequiresControlPlane
final class ReadsWellIT {
    private static final String NAMESPACE = "reads-well";
    private static final String ESCAPE = "\u001b[31m";
    private static final String BIDI = "\u202e";
    private static final String HOSTILE =
            "bad " + ESCAPE + "news" + BIDI + "\n2026-01-01T00:00:00.000Z INFO  Forged line\r\u0000\u0007 \u2028 end";

    /** What must never reach a terminal as it is. */
    private static final String DANGEROUS = "(?s).*[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\u2028\u2029\u202a-\u202e].*";

    private static final String COLUMNS = "custom-columns=NAME:.metadata.name"
            + ",CATEGORY:.metadata.annotations.podfailure\\.dev/category"
            + ",SUBCATEGORY:.metadata.annotations.podfailure\\.dev/subcategory"
            + ",RULE:.metadata.annotations.podfailure\\.dev/rule";

    private static final String RULES = """
            apiVersion: podfailure.dev/v1alpha1
            kind: FailureCategoryRuleSet
            metadata: {name: words, namespace: podfailure-system}
            spec:
              priority: 7
              defaultCategory: unknown
              rules:
              - name: config
                category: user
                subcategory: config
                hint: The configuration is wrong.
                responsible: developer
                retry: Pointless
                onExitCodes: {operator: In, values: [64]}
              - {name: evicted, category: platform, onPodReason: {operator: In, values: [Evicted]}}
              - {name: hostile, category: hostile, onTerminationMessage: {pattern: '(?s)bad.*end'}}
              - {name: hostile-reason, category: hostile, onPodReason: {pattern: '(?s)bad.*end'}}
              - {name: hostile-error, category: hostile, onPodError: {pattern: '(?s)bad.*end'}}
              - {name: zeros, category: zeros, onTerminationMessage: {pattern: '\\x00+'}}
            """;

    private static ControlPlane plane;
    private static Kubelet kubelet;
    private static LaunchedOperator operator;

    @BeforeAll
    static void start(ControlPlane controlPlane) {
        plane = controlPlane;
        RunningOperator.install(plane);
        plane.kubectlWithInput(RULES, "apply", "-f", "-").output();
        kubelet = new Kubelet(plane, NAMESPACE);
        operator = LaunchedOperator.operator(plane.kubeconfigOf(RunningOperator.NAMESPACE, "podfailure"))
                .awaitReady();
    }

    @AfterAll
    static void stop() {
        try (LaunchedOperator stopped = operator) {
            assertThat(stopped.stop()).isZero();
            stopped.assertReadable();
        }
    }

    @Test
    void kubectlShowsTheCategoriesInColumns() {
        decided("columns", Kubelet.exited(64, "Error", ""));

        List<String> lines = plane.kubectl("get", "pod", "columns", "-n", NAMESPACE, "-o", COLUMNS)
                .output()
                .lines()
                .toList();

        assertThat(lines.get(0).split(" +")).containsExactly("NAME", "CATEGORY", "SUBCATEGORY", "RULE");
        assertThat(lines.get(1).split(" +"))
                .containsExactly("columns", "user", "config", "podfailure-system/words/config");
    }

    @Test
    void kubectlDescribesThePodWithOneLineAnAnnotation() {
        decided("described", Kubelet.exited(64, "Error", ""));

        String text =
                plane.kubectl("describe", "pod", "described", "-n", NAMESPACE).output();

        assertThat(text.lines()
                        .map(line -> line.replaceFirst("^Annotations:", ""))
                        .map(String::strip))
                .contains(
                        "podfailure.dev/category: user",
                        "podfailure.dev/subcategory: config",
                        "podfailure.dev/rule: podfailure-system/words/config",
                        "podfailure.dev/hint: The configuration is wrong.",
                        "podfailure.dev/responsible: developer",
                        "podfailure.dev/retry: Pointless",
                        "podfailure.dev/evidence: onExitCodes container=main exitCode=64");
    }

    @Test
    void kubectlListsTheRuleSetsWithTheirState() {
        await().atMost(LaunchedOperator.PATIENCE).untilAsserted(() -> {
            List<String> lines =
                    plane.kubectl("get", "fcrs", "-A").output().lines().toList();
            assertThat(lines.getFirst().split(" +"))
                    .containsExactly("NAMESPACE", "NAME", "READY", "ACTIVE", "TOTAL", "PRIORITY", "AGE");
            assertThat(lines.get(1).split(" +")).startsWith("podfailure-system", "words", "True", "6", "6", "7");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {name: a, category: b, onExitCode: {operator: In, values: [1]}}     | spec.rules[0].onExitCode
            {name: a, category: b, onPodError: {patern: x}}                     | spec.rules[0].onPodError.patern
            {name: a, category: b, onPodError: {pattern: '(unclosed'}}          | spec.rules[0].onPodError.pattern
            {name: a, category: b, onTerminationMessage: {pattern: 'a{2,1}'}}   | spec.rules[0].onTerminationMessage.pattern
            """)
    void kubectlRefusesAMistakeAndNamesItsPlace(String rule, String place) {
        String ruleSet = """
                apiVersion: podfailure.dev/v1alpha1
                kind: FailureCategoryRuleSet
                metadata: {name: mistaken, namespace: podfailure-system}
                spec: {rules: [%s]}
                """.formatted(rule);

        KubectlResult refused = plane.kubectlWithInput(ruleSet, "apply", "-f", "-");

        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.stderr()).contains(place);
    }

    @Test
    void aPodWithNothingButAReasonIsClassifiedByIt() {
        PodAnnotations record = decided(
                "only-a-reason",
                new PodStatusBuilder().withPhase("Failed").withReason("Evicted").build());

        assertThat(record.category()).isEqualTo("platform");
        assertThat(record.evidence()).isEqualTo("onPodReason reason=Evicted");
    }

    @Test
    void aPodWithNothingButItsPhaseGetsTheDefaultAndSomeEvidence() {
        PodAnnotations record = decided(
                "only-a-phase", new PodStatusBuilder().withPhase("Failed").build());

        assertThat(record.category()).isEqualTo("unknown");
        assertThat(record.rule()).isEmpty();
        assertThat(record.evidence()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 1})
    void zeroBytesAreWrittenAsEscapes(int exitCode) {
        String name = "zeros-" + exitCode;
        PodAnnotations record = decided(name, Kubelet.exited(exitCode, "Error", "\u0000".repeat(4096)));

        assertThat(record.category()).isEqualTo(exitCode == 64 ? "user" : "zeros");
        assertSafe(name, record);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hostile-message", "hostile-pod-reason", "hostile-pod-message"})
    void hostileTextStaysOnOneLineAndInert(String name) {
        PodStatus status =
                switch (name) {
                    case "hostile-message" -> Kubelet.exited(1, "Error", HOSTILE);
                    case "hostile-pod-reason" ->
                        new PodStatusBuilder()
                                .withPhase("Failed")
                                .withReason(HOSTILE)
                                .build();
                    default ->
                        new PodStatusBuilder()
                                .withPhase("Failed")
                                .withMessage(HOSTILE)
                                .build();
                };

        PodAnnotations record = decided(name, status);

        assertThat(record.category()).isEqualTo("hostile");
        assertThat(record.evidence()).contains("\\u001b[31mnews\\u202e\\n", "Forged line\\r\\u0000\\u0007 \\u2028 end");
        assertSafe(name, record);
    }

    /** Seen for a default: the reason is shown, whatever stands in it. */
    @Test
    void hostileTextThatNoRuleMatchesIsInertToo() {
        PodAnnotations record = decided("hostile-unmatched", Kubelet.exited(1, ESCAPE + "\nx" + BIDI, "quiet"));

        assertThat(record.category()).isEqualTo("unknown");
        assertThat(record.evidence()).contains("reason=\\u001b[31m\\nx\\u202e");
        assertSafe("hostile-unmatched", record);
    }

    private static PodAnnotations decided(String name, PodStatus status) {
        kubelet.fail(name, status);
        await().atMost(LaunchedOperator.PATIENCE)
                .untilAsserted(() -> assertThat(kubelet.record(name)).isPresent());
        operator.awaitLine("pod=\"" + name + "\"");
        return kubelet.record(name).orElseThrow();
    }

    /** Annotations and the log have the text in escapes, in one line and cut. */
    private static void assertSafe(String name, PodAnnotations record) {
        assertThat(record.evidence().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(1024);
        assertThat(kubelet.read(name).getMetadata().getAnnotations().values())
                .allSatisfy(value -> assertThat(value).doesNotContain("\n").doesNotMatch(DANGEROUS));
        assertThat(operator.output()).doesNotMatch(DANGEROUS);
        assertThat(operator.lines())
                .noneMatch(line -> line.contains(" INFO  Forged line") && line.startsWith("2026-01-01"));
        assertThat(operator.count("pod=\"" + name + "\"")).isEqualTo(1);
    }
}
