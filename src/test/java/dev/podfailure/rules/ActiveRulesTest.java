package dev.podfailure.rules;

import static dev.podfailure.rules.RuleSetFixture.compile;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ActiveRulesTest {
    private static final String OPERATOR = RuleSetFixture.OPERATOR_NAMESPACE;
    private static final String RULE = "rules: [{name: r, category: c, onConditions: [Evicted]}]";

    private Instant now = Instant.parse("2026-05-01T10:00:00Z");
    private final AtomicInteger changes = new AtomicInteger();
    private final ActiveRules rules = new ActiveRules(new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    });

    @BeforeEach
    void listen() {
        rules.onChange(changes::incrementAndGet);
    }

    @Test
    void isCompleteOnlyAfterTheFirstListing() {
        rules.put(compile(OPERATOR, "a", RULE));
        assertThat(rules.current().complete()).isFalse();

        rules.start(List.of());
        assertThat(rules.current().complete()).isTrue();
        assertThat(rules.current().book().size()).isZero();
    }

    @Test
    void swapsTheBookWhenARuleSetComesChangesOrGoes() {
        rules.start(List.of(compile(OPERATOR, "a", RULE)));
        rules.put(compile(OPERATOR, "b", RULE));
        assertThat(rules.current().book().size()).isEqualTo(2);

        later();
        rules.put(generation(2, "rules: []"));
        assertThat(rules.current().book().size()).isEqualTo(1);
        assertThat(rules.current().since()).isEqualTo(now);

        rules.remove(OPERATOR, "b");
        assertThat(rules.current().book().size()).isZero();
        assertThat(changes).hasValue(4);
    }

    @Test
    void staysAsItIsWhenAVersionComesAgain() {
        rules.start(List.of(compile(OPERATOR, "a", RULE)));
        ActiveRules.Snapshot before = rules.current();

        later();
        rules.put(compile(OPERATOR, "a", RULE));

        assertThat(rules.current()).isSameAs(before);
        assertThat(changes).hasValue(1);
    }

    @Test
    void changesWhenARuleSetIsMadeAnewUnderTheSameGeneration() {
        rules.start(List.of(compile(OPERATOR, "a", RULE)));

        later();
        rules.put(compiled("another-uid", 1, RULE));

        assertThat(rules.current().since()).isEqualTo(now);
    }

    @Test
    void staysAsItIsForRuleSetsThatAreNotAccepted() {
        rules.start(List.of());
        ActiveRules.Snapshot before = rules.current();

        later();
        rules.put(compiled("uid", 1, "priority: high"));
        rules.put(compiled("uid", 2, "priority: higher"));
        assertThat(rules.find(OPERATOR, "a"))
                .hasValueSatisfying(set -> assertThat(set.source().generation()).isEqualTo(2));
        rules.remove(OPERATOR, "a");

        assertThat(rules.current()).isSameAs(before);
        assertThat(rules.all()).isEmpty();
    }

    @Test
    void losesTheRulesOfASetThatIsNoLongerAccepted() {
        rules.start(List.of(compile(OPERATOR, "a", RULE)));

        rules.put(generation(2, "priority: high"));

        assertThat(rules.current().book().size()).isZero();
    }

    private void later() {
        now = now.plusSeconds(60);
    }

    private static CompiledRuleSet generation(long generation, String spec) {
        return compiled("uid-of-a", generation, spec);
    }

    private static CompiledRuleSet compiled(String uid, long generation, String spec) {
        return RuleSetFixture.compiler()
                .compile(new RuleSetSource(
                        OPERATOR, "a", uid, generation, RuleSetFixture.CREATED, RuleSetFixture.yaml(spec)));
    }
}
