package dev.podfailure.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

class ControlPlaneExtensionTest {

    @Test
    void runsWhereThereIsAControlPlane() {
        assertThat(ControlPlaneExtension.judge("SomeIT", true, true).isDisabled())
                .isFalse();
    }

    @Test
    void skipsWithAWordOnHowToGetOne() {
        ConditionEvaluationResult result = ControlPlaneExtension.judge("SomeIT", false, false);

        assertThat(result.isDisabled()).isTrue();
        assertThat(result.getReason())
                .hasValueSatisfying(reason ->
                        assertThat(reason).contains("make controlplane").contains("PODFAILURE_TEST_KUBECONFIG"));
    }

    @Test
    void failsUnderCi() {
        assertThatThrownBy(() -> ControlPlaneExtension.judge("SomeIT", false, true))
                .hasMessageContaining("SomeIT cannot be skipped with CI=true")
                .hasMessageContaining("make controlplane");
    }
}
