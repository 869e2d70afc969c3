package dev.podfailure.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.RequiresControlPlane;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which pods a rule set is asked about, and what comes of those that have no say or cost too much. */
@RequiresControlPlane
class RuleScopeIT {
    private static final String SYSTEM = RunningOperator.NAMESPACE;
    private static final String NUMBERS = "[" + String.join(", ", Collections.nCopies(30, "1")) + "]";
    private static final String COSTLY =
            "%1$s.all(a, %1$s.all(b, %1$s.all(c, %1$s.all(d, a + b + c + d > 0))))".formatted(NUMBERS);

    private static ControlPlane plane;
    private static StoredRuleSets ruleSets;
    private static RunningOperator operator;

    @BeforeAll
    static void start(ControlPlane controlPlane) {
        plane = controlPlane;
        ruleSets = new StoredRuleSets(plane);
        RunningOperator.install(plane);
        operator = RunningOperator.start(plane);
    }

    @AfterAll
    static void stop() {
        operator.close();
    }

    @Test
    void aNamespaceThatGetsALabelIsChosenFromThenOn() {
        FailingPods pods = namespace("unlabelled");
        ruleSets.apply(SYSTEM, "by-team", """
                namespaceSelector: {matchLabels: {team: one}}
                rules: [{name: r, category: of-the-team, onExitCodes: {operator: In, values: [7]}}]
                """);
        double before = operator.metric("podfailure_skipped_total", "");
        pods.fail("exit-7", 7);
        await().during(Duration.ofSeconds(2)).until(() -> pods.record("exit-7").isEmpty());

        plane.admin()
                .namespaces()
                .withName("unlabelled")
                .edit(namespace -> new NamespaceBuilder(namespace)
                        .editMetadata()
                        .addToLabels("team", "one")
                        .endMetadata()
                        .build());

        assertThat(awaitRecord(pods, "exit-7").rule()).isEqualTo(SYSTEM + "/by-team/r");
        assertThat(operator.metric("podfailure_skipped_total", "")).isEqualTo(before);
    }

    @Test
    void aPodThatWasStoppedIsTheBusinessOfWhoAsksForIt() {
        FailingPods curious = namespace("curious");
        FailingPods others = namespace("indifferent");
        String rules = "rules: [{name: r, category: stopped, onExitCodes: {operator: In, values: [143]}}]\n";
        ruleSets.apply("curious", "own", "deletedPods: Include\n" + rules);
        ruleSets.apply("indifferent", "own", rules);

        others.stop("exit-143", 143);
        curious.stop("exit-143", 143);

        assertThat(awaitRecord(curious, "exit-143").rule()).isEqualTo("curious/own/r");
        await().untilAsserted(
                        () -> assertThat(operator.metric("podfailure_skipped_total", "reason=\"deleted_on_purpose\""))
                                .isEqualTo(1));
        assertThat(others.record("exit-143")).isEmpty();
    }

    @Test
    void aShadowIsCountedAndChangesNothing() {
        FailingPods pods = namespace("shadowed");
        ruleSets.apply("shadowed", "old", """
                rules: [{name: r, category: old, onExitCodes: {operator: In, values: [8, 9]}}]
                """);
        ruleSets.apply("shadowed", "new", """
                enforcement: Shadow
                rules:
                - {name: other, category: new, subcategory: better, onExitCodes: {operator: In, values: [8]}}
                - {name: same, category: old, onExitCodes: {operator: In, values: [9]}}
                """);

        pods.fail("exit-8", 8);
        pods.fail("exit-9", 9);

        assertThat(awaitRecord(pods, "exit-8").rule()).isEqualTo("shadowed/old/r");
        assertThat(awaitRecord(pods, "exit-9").rule()).isEqualTo("shadowed/old/r");
        await().untilAsserted(() -> {
            assertThat(operator.metric("podfailure_shadow_total", "ruleset=\"shadowed/new\""))
                    .isEqualTo(2);
            assertThat(operator.metric("podfailure_shadow_disagreements_total", "ruleset=\"shadowed/new\""))
                    .isEqualTo(1);
        });
    }

    @Test
    void aSetThatKeepsCostingTooMuchIsMarkedUntilItIsChanged() {
        FailingPods pods = namespace("costly");
        String cheap = "rules: [{name: last, category: mine, onExitCodes: {operator: In, values: [5]}}]\n";
        ruleSets.apply("costly", "own", """
                rules:
                - name: loop
                  category: never
                  onExitCodes: {operator: In, values: [5]}
                  matchConditions: [{name: turns, expression: '%s'}]
                - {name: last, category: mine, onExitCodes: {operator: In, values: [5]}}
                """.formatted(COSTLY));

        for (int i = 0; i < 6; i++) {
            pods.fail("pod-" + i, 5);
            assertThat(awaitRecord(pods, "pod-" + i).rule()).isEqualTo("costly/own/last");
        }

        await().untilAsserted(() -> assertThat(ruleSets.condition("costly", "own", "Stalled"))
                .startsWith("True BudgetExceeded spec.rules[0].matchConditions (rule loop): "));
        assertThat(operator.metric("podfailure_condition_over_budget_total", "rule=\"loop\",ruleset=\"costly/own\""))
                .isGreaterThanOrEqualTo(5);
        ruleSets.apply("costly", "own", cheap);
        await().untilAsserted(() ->
                assertThat(ruleSets.condition("costly", "own", "Ready")).startsWith("True Ready "));
    }

    private static FailingPods namespace(String name) {
        plane.createNamespace(name);
        return new FailingPods(plane.admin(), name);
    }

    private static PodAnnotations awaitRecord(FailingPods pods, String name) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> pods.record(name), Optional::isPresent)
                .orElseThrow();
    }
}
