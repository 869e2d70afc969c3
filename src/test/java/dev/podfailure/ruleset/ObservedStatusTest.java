package dev.podfailure.ruleset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podfailure.api.RuleSetStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObservedStatusTest {
    private static final RuleSetStatus STATUS = StatusReport.of(
            new Compilation.Compiled(
                    RuleSets.compile(StoredRuleSet.source(RuleSets.ruleSet("a", "u", 4, RuleSets.spec(1, 2))))),
            Optional.empty(),
            ObservedStatus.read(RuleSets.json("{}")),
            Instant.parse("2026-01-02T03:04:05.678Z"));

    private static ObservedStatus read(RuleSetStatus status) {
        return ObservedStatus.read(new ObjectMapper().valueToTree(status));
    }

    @Test
    void whatWasWrittenIsTheSame() {
        assertThat(read(STATUS).isSameAs(STATUS)).isTrue();
    }

    @Test
    void theOrderOfListsSaysNothing() {
        RuleSetStatus reversed = new RuleSetStatus(
                STATUS.observedGeneration(),
                STATUS.rules(),
                STATUS.conditions().reversed(),
                STATUS.problems().reversed());

        assertThat(read(reversed).isSameAs(STATUS)).isTrue();
    }

    @Test
    void anotherMessageIsAnotherStatus() {
        RuleSetStatus other =
                new RuleSetStatus(STATUS.observedGeneration(), STATUS.rules(), STATUS.conditions(), List.of());

        assertThat(read(other).isSameAs(STATUS)).isFalse();
    }

    @Test
    void conditionsOfOtherWritersAreNoneOfOurBusiness() {
        var json = new ObjectMapper().<com.fasterxml.jackson.databind.node.ObjectNode>valueToTree(STATUS);
        json.withArray("conditions").addObject().put("type", "Audited").put("status", "True");

        assertThat(ObservedStatus.read(json).isSameAs(STATUS)).isTrue();
    }

    @Test
    void aConditionWithoutItsFieldsIsRead() {
        ObservedStatus observed = ObservedStatus.read(
                RuleSets.json("{'conditions': [{'type': 'Ready', 'status': 7}, 5], 'rules': 'all', 'problems': {}}"));

        assertThat(observed.condition("Ready").orElseThrow().status()).isEmpty();
        assertThat(observed.condition("Stalled")).isEqualTo(Optional.empty());
    }
}
