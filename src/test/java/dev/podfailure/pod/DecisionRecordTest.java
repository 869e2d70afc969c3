package dev.podfailure.pod;

import static dev.podfailure.pod.TestPods.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.failure.EventId;
import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.rules.Classification;
import dev.podfailure.rules.Evidence;
import dev.podfailure.rules.Outcome;
import dev.podfailure.rules.RuleReference;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionRecordTest {
    private static final RuleReference RULE =
            new RuleReference("podfailure-system", "platform", "set-uid", 7, NOW, "config");

    @Test
    void namesTheRuleAndItsVersion() {
        PodAnnotations record = record("", true);

        assertThat(record.rule()).isEqualTo("podfailure-system/platform/config");
        assertThat(record.ruleGeneration()).isEqualTo("set-uid/7");
        assertThat(record.eventId()).isEqualTo(EventId.ofPod("6d1a3a2e-0001"));
    }

    @Test
    void cutsAValueAtTheBorderOfACharacter() {
        String hint = record("ü".repeat(200), true).hint();

        assertThat(hint.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(256);
        assertThat(hint).matches("ü+\\.\\.\\.");
    }

    @Test
    void letsNoControlCharacterThrough() {
        assertThat(record("a\u001b[31mb\nc", true).hint()).isEqualTo("a\\u001b[31mb\\nc");
    }

    @Test
    void quotesTextsOnlyIfAllowed() {
        assertThat(record("", true).evidence()).contains("token=abc");
        assertThat(record("", false).evidence()).doesNotContain("token=abc").contains("onTerminationMessage");
    }

    @Test
    void saysWhetherTheFailureIsOlderThanItsRules() {
        assertThat(record("", true, NOW.plusSeconds(1)).backlog()).isTrue();
        assertThat(record("", true, NOW).backlog()).isFalse();
    }

    private static PodAnnotations record(String hint, boolean withText) {
        return record(hint, withText, NOW);
    }

    private static PodAnnotations record(String hint, boolean withText, Instant rulesSince) {
        Evidence evidence =
                new Evidence(List.of(new Evidence.Item("onTerminationMessage", "main", "message", "bad token=abc")));
        Classification classification =
                new Classification("user", "config", RULE, hint, "", "", Outcome.FAILURE, evidence, rulesSince);
        return DecisionRecord.of(
                TestPods.seenAt(TestPods.failed(1).build(), NOW), classification, 0, NOW, "replica-1", withText);
    }
}
