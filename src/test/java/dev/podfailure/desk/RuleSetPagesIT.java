package dev.podfailure.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.classify.PodAnswer;
import dev.podfailure.operator.FailingPods;
import dev.podfailure.operator.StoredRuleSets;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.RequiresControlPlane;
import dev.podfailure.rules.CompilerOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Rule sets are read to the last page of a real API server's. */
@RequiresControlPlane
class RuleSetPagesIT {
    @Test
    void explainAsksTheRulesOfEveryPage(ControlPlane plane) {
        plane.apply(Path.of("crds"));
        plane.kubectl("wait", "--for=condition=Established", "crd/failurecategoryrulesets.podfailure.dev")
                .output();
        plane.createNamespace("batch");
        for (int i = 1; i <= 5; i++) {
            new StoredRuleSets(plane)
                    .put(
                            "batch",
                            "set-" + i,
                            "rules: [{name: r, category: c, onExitCodes: {operator: In, values: [%d]}}]".formatted(i));
        }
        new FailingPods(plane.admin(), "batch").fail("five", 5);

        PodExplanation explanation = new PodExplainer(
                        plane.admin(), new CompilerOptions("podfailure-system", 0, false), "none", false, 2)
                .explain("batch", "five");

        assertThat(explanation.now()).isNotNull().extracting(PodAnswer::rule).isEqualTo("batch/set-5/r");
        assertThat(explanation.unread()).isEmpty();
    }
}
