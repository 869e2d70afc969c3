package dev.podfailure.ruleset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podfailure.api.FailureCategoryRuleSet;
import dev.podfailure.api.RuleSetStatus;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusPatchTest {
    private final FailureCategoryRuleSet ruleSet = RuleSets.ruleSet("a", "uid", 2, RuleSets.spec(1, 1));
    private final RuleSetStatus status = StatusReport.of(
            new Compilation.Compiled(RuleSets.compile(StoredRuleSet.source(ruleSet))),
            Optional.empty(),
            ObservedStatus.read(RuleSets.json("{}")),
            Instant.EPOCH);

    @Test
    void appliesAFreshObjectWithNothingButTheStatus() {
        ruleSet.addFinalizer("example.com/other");

        FailureCategoryRuleSet fresh = StatusPatch.toApply(ruleSet, status);

        assertThat(fresh.getSpec()).isNull();
        assertThat(fresh.getFinalizers()).isEmpty();
        assertThat(fresh.getMetadata().getResourceVersion()).isNull();
        assertThat(fresh.getMetadata().getUid()).isEqualTo("uid");
        assertThat(StoredRuleSet.status(fresh).path("rules")).isEqualTo(RuleSets.json("{'total': 2, 'active': 1}"));
    }

    @Test
    void mergesOnlyIntoTheVersionThatItRead() {
        assertThat(StatusPatch.toMerge(ruleSet, status).path("metadata"))
                .isEqualTo(RuleSets.json("{'uid': 'uid', 'resourceVersion': '2'}"));
    }

    @Test
    void mergesTheConditionsOfOtherWriters() {
        ruleSet.setStatus(
                RuleSets.json("{'conditions': [{'type': 'Audited'}, {'type': 'Ready', 'status': 'Unknown'}]}"));

        JsonNode conditions =
                StatusPatch.toMerge(ruleSet, status).path("status").path("conditions");

        assertThat(conditions.findValuesAsText("type"))
                .containsExactly("Accepted", "PartiallyInvalid", "Ready", "Stalled", "Audited");
    }

    @Test
    void mergesOverAStatusOfAnotherType() {
        ruleSet.setStatus(RuleSets.json("'fine'"));

        assertThat(StatusPatch.toMerge(ruleSet, status).path("status").path("conditions"))
                .hasSize(4);
    }
}
