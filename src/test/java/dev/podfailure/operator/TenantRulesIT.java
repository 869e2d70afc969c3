package dev.podfailure.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.RequiresControlPlane;
import io.fabric8.kubernetes.client.Config;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What rule sets outside the operator's namespace may do, by {@code --tenant-priority-limit} and {@code --tenant-ignore}. */
@RequiresControlPlane
class TenantRulesIT {
    private static final String IGNORES = """
            defaultCategory: unknown
            rules:
            - {name: own, category: tenant, onExitCodes: {operator: In, values: [3]}}
            - {name: rollout, category: none, outcome: Ignored, onExitCodes: {operator: In, values: [99]}}
            """;
    private static final String PLATFORM = """
            priority: 10
            rules:
            - {name: first, category: platform, onExitCodes: {operator: In, values: [4]}}
            """;

    private static ControlPlane plane;
    private static StoredRuleSets ruleSets;

    @BeforeAll
    static void install(ControlPlane controlPlane) {
        plane = controlPlane;
        ruleSets = new StoredRuleSets(plane);
        RunningOperator.install(plane);
        ruleSets.put(RunningOperator.NAMESPACE, "platform", PLATFORM);
    }

    @Test
    void aSetAboveTheLimitIsNotAccepted() {
        FailingPods pods = namespace("above");
        try (RunningOperator operator = start(0, false)) {
            ruleSets.apply("above", "greedy", rule(1, "[4]"));

            assertThat(ruleSets.condition("above", "greedy", "Accepted"))
                    .startsWith("False PriorityNotAllowed ")
                    .contains("spec.priority");
            pods.fail("exit-4", 4);
            assertThat(awaitRecord(pods, "exit-4").rule()).isEqualTo("podfailure-system/platform/first");
            assertThat(operator.failures()).isEmpty();
        }
    }

    @Test
    void aHigherLimitLetsTheSameSetWin() {
        FailingPods pods = namespace("allowed");
        try (RunningOperator operator = start(11, false)) {
            ruleSets.apply("allowed", "greedy", rule(11, "[4]"));

            assertThat(ruleSets.condition("allowed", "greedy", "Accepted")).startsWith("True Accepted ");
            pods.fail("exit-4", 4);
            assertThat(awaitRecord(pods, "exit-4").rule()).isEqualTo("allowed/greedy/r");
            assertThat(operator.failures()).isEmpty();
        }
    }

    @Test
    void aRuleThatIgnoresIsLeftOutWithoutTheOption() {
        FailingPods pods = namespace("strict");
        try (RunningOperator operator = start(0, false)) {
            ruleSets.apply("strict", "own", IGNORES);

            assertThat(ruleSets.condition("strict", "own", "Accepted")).startsWith("True Accepted 1 of 2 rules");
            assertThat(ruleSets.condition("strict", "own", "PartiallyInvalid"))
                    .startsWith("True InvalidRules spec.rules[1].outcome");
            pods.fail("exit-99", 99);
            assertThat(awaitRecord(pods, "exit-99").category()).isEqualTo("unknown");
            assertThat(operator.failures()).isEmpty();
        }
    }

    @Test
    void aRuleThatIgnoresIsInUseWithTheOption() {
        FailingPods pods = namespace("trusted");
        try (RunningOperator operator = start(0, true)) {
            ruleSets.apply("trusted", "own", IGNORES);

            assertThat(ruleSets.condition("trusted", "own", "Ready")).startsWith("True Ready ");
            pods.fail("exit-99", 99);
            pods.fail("exit-3", 3);
            assertThat(awaitRecord(pods, "exit-3").category()).isEqualTo("tenant");
            await().untilAsserted(() -> assertThat(operator.metric("podfailure_skipped_total", "reason=\"ignored\""))
                    .isEqualTo(1));
            assertThat(pods.record("exit-99")).isEmpty();
        }
    }

    private static RunningOperator start(int priorityLimit, boolean ignore) {
        return RunningOperator.start(
                Config.fromKubeconfig(plane.kubeconfigOf(RunningOperator.NAMESPACE, "podfailure")
                        .toFile()),
                RunningOperator.settings(Set.of(), priorityLimit, ignore));
    }

    private static FailingPods namespace(String name) {
        plane.createNamespace(name);
        return new FailingPods(plane.admin(), name);
    }

    private static String rule(int priority, String exitCodes) {
        return "priority: %d\nrules: [{name: r, category: tenant, onExitCodes: {operator: In, values: %s}}]\n"
                .formatted(priority, exitCodes);
    }

    private static PodAnnotations awaitRecord(FailingPods pods, String name) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> pods.record(name), Optional::isPresent)
                .orElseThrow();
    }
}
