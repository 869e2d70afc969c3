package dev.podfailure.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.RequiresControlPlane;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A rule set that costs more than a classification may: its pods are not lost, and its author hears of it. */
@RequiresControlPlane
class CostlyRulesIT {
    /** No pattern demands a text that the message lacks, so each must be run on all of it. */
    private static final String COSTLY = "defaultCategory: unexplained\nrules:\n"
            + IntStream.range(0, 500)
                    .mapToObj(i ->
                            "- {name: r%d, category: c, onTerminationMessage: {pattern: '.*x.*y.*z'}}".formatted(i))
                    .collect(Collectors.joining("\n"));

    /** More in a row than make a habit. */
    private static final int PODS = 8;

    @Test
    void itsPodsGetTheDefaultAndItsStatusSaysWhy(ControlPlane plane) {
        RunningOperator.install(plane);
        StoredRuleSets ruleSets = new StoredRuleSets(plane);
        plane.createNamespace("costly");
        FailingPods pods = new FailingPods(plane.admin(), "costly");
        try (RunningOperator operator = RunningOperator.start(plane)) {
            ruleSets.apply(RunningOperator.NAMESPACE, "costly", COSTLY);

            for (int i = 0; i < PODS; i++) {
                pods.fail("pod-" + i, 1, "xy".repeat(2_048));
            }

            for (int i = 0; i < PODS; i++) {
                PodAnnotations record = awaitRecord(pods, "pod-" + i);
                assertThat(record.category()).isEqualTo("unexplained");
                assertThat(record.evidence()).startsWith("budget-exceeded ruleSet=podfailure-system/costly");
            }
            await().untilAsserted(() -> assertThat(ruleSets.condition(RunningOperator.NAMESPACE, "costly", "Ready"))
                    .startsWith("False BudgetExceeded"));
            assertThat(operator.metric("podfailure_budget_exceeded_total", "ruleset=\"podfailure-system/costly\""))
                    .isGreaterThanOrEqualTo(PODS);
            assertThat(operator.failures()).isEmpty();
        }
    }

    private static PodAnnotations awaitRecord(FailingPods pods, String name) {
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> pods.record(name), Optional::isPresent)
                .orElseThrow();
    }
}
