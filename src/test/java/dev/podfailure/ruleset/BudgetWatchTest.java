package dev.podfailure.ruleset;

import static dev.podfailure.ruleset.BudgetWatch.IN_A_ROW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.rules.RuleSetReference;
import dev.podfailure.rules.RuleSetSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetWatchTest {
    private static final RuleSetReference TENANT = new RuleSetReference("tenant", "own", "uid", 3);

    private final BudgetWatch watch = new BudgetWatch("podfailure-system");
    private final List<RuleSetKey> told = new ArrayList<>();

    private void overrun(RuleSetReference ruleSet, String rule, int times) {
        for (int i = 0; i < times; i++) {
            watch.overran(ruleSet, rule);
        }
    }

    private static RuleSetSource source(RuleSetReference version) {
        return new RuleSetSource(
                version.namespace(),
                version.name(),
                version.uid(),
                version.generation(),
                Instant.EPOCH,
                RuleSets.json("{}"));
    }

    @Test
    void aFewOverrunsAreNoHabit() {
        overrun(TENANT, "r", IN_A_ROW - 1);

        assertThat(watch.costlyRule(source(TENANT))).isEmpty();
    }

    @Test
    void soManyInARowAre() {
        overrun(TENANT, "r", IN_A_ROW);

        assertThat(watch.costlyRule(source(TENANT))).contains("r");
    }

    @Test
    void tellsItOnce() {
        watch.listen(told::add);

        overrun(TENANT, "r", 3 * IN_A_ROW);

        assertThat(told).containsExactly(new RuleSetKey("tenant", "own"));
    }

    @ParameterizedTest(name = "a set of {0} after a pod of {1} at a fair price")
    @CsvSource({"tenant, tenant, true", "tenant, other, false", "podfailure-system, other, true"})
    void aPodThatTheSetIsAskedAboutEndsTheRow(String ruleSetNamespace, String podNamespace, boolean ends) {
        RuleSetReference ruleSet = new RuleSetReference(ruleSetNamespace, "own", "uid", 3);
        overrun(ruleSet, "r", IN_A_ROW - 1);

        watch.kept(podNamespace);
        watch.overran(ruleSet, "r");

        assertThat(watch.costlyRule(source(ruleSet)).isEmpty()).isEqualTo(ends);
    }

    @Test
    void whatIsMarkedStaysSoWhateverComes() {
        overrun(TENANT, "r", IN_A_ROW);

        watch.kept("tenant");
        watch.overran(TENANT, "another");

        assertThat(watch.costlyRule(source(TENANT))).contains("r");
    }

    @Test
    void anotherVersionBeginsAnew() {
        RuleSetReference next = new RuleSetReference("tenant", "own", "uid", 4);
        overrun(TENANT, "r", IN_A_ROW);

        watch.overran(next, "r");
        overrun(TENANT, "r", IN_A_ROW);

        assertThat(watch.costlyRule(source(next))).isEmpty();
        assertThat(watch.costlyRule(source(TENANT))).isEmpty();
    }

    @Test
    void anotherObjectOfTheSameNameBeginsAnew() {
        RuleSetReference recreated = new RuleSetReference("tenant", "own", "uid-2", 1);
        overrun(TENANT, "r", IN_A_ROW);

        overrun(recreated, "r", IN_A_ROW);

        assertThat(watch.costlyRule(source(recreated))).contains("r");
    }

    @Test
    void forgetsASetThatIsGone() {
        overrun(TENANT, "r", IN_A_ROW);

        watch.forget(new RuleSetKey("tenant", "own"));

        assertThat(watch.costlyRule(source(TENANT))).isEmpty();
    }
}
