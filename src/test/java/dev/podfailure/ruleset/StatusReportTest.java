package dev.podfailure.ruleset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podfailure.api.RuleSetStatus;
import dev.podfailure.api.RuleSetStatus.RuleCount;
import dev.podfailure.api.RuleSetStatus.RuleSetCondition;
import dev.podfailure.api.RuleSetStatus.RuleSetProblem;
import dev.podfailure.rules.RuleSetSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusReportTest {
    private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final ObservedStatus NONE = ObservedStatus.read(RuleSets.json("null"));

    private static RuleSetSource source(String spec) {
        return StoredRuleSet.source(RuleSets.ruleSet("a", "u", 7, spec));
    }

    private static RuleSetStatus statusOf(String spec) {
        return StatusReport.of(new Compilation.Compiled(RuleSets.compile(source(spec))), Optional.empty(), NONE, NOW);
    }

    private static RuleSetStatus costly(String spec, String rule) {
        return StatusReport.of(
                new Compilation.Compiled(RuleSets.compile(source(spec))),
                Optional.of(BudgetProblem.of(source(spec), rule)),
                NONE,
                NOW);
    }

    private static RuleSetCondition condition(RuleSetStatus status, String type) {
        return status.conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest(name = "{0} valid, {1} invalid: {2}={3}")
    @CsvSource({
        "40, 0, Accepted, True, Accepted, 40 of 40 rules are active",
        "40, 0, PartiallyInvalid, False, AllRulesValid, nothing is left out",
        "40, 0, Ready, True, Ready, 40 of 40 rules are active",
        "40, 0, Stalled, False, NothingToCorrect, there is nothing to correct",
        "39, 1, Accepted, True, Accepted, 39 of 40 rules are active",
        "39, 1, PartiallyInvalid, True, InvalidRules, spec.rules[39].onPodError.pattern (rule r39): ",
        "39, 1, Ready, False, InvalidRules, 39 of 40 rules are active: spec.rules[39].onPodError.pattern (rule r39): ",
        "39, 1, Stalled, True, InvalidRules, spec.rules[39].onPodError.pattern (rule r39): ",
        "0, 1, Accepted, False, NoValidRules, 0 of 1 rule is active: spec.rules[0].onPodError.pattern (rule r0): ",
        "0, 1, PartiallyInvalid, False, NotAccepted, this version is not in use at all",
        "0, 1, Ready, False, NoValidRules, 0 of 1 rule is active: spec.rules[0].onPodError.pattern (rule r0): ",
        "0, 1, Stalled, True, NoValidRules, spec.rules[0].onPodError.pattern (rule r0): ",
    })
    void saysHowTheSetStands(int valid, int invalid, String type, String status, String reason, String message) {
        RuleSetCondition condition = condition(statusOf(RuleSets.spec(valid, invalid)), type);

        assertThat(condition.status()).isEqualTo(status);
        assertThat(condition.reason()).isEqualTo(reason);
        assertThat(condition.message()).startsWith(message.strip());
        assertThat(condition.observedGeneration()).isEqualTo(7);
    }

    @Test
    void saysWhatToDo() {
        assertThat(condition(statusOf(RuleSets.spec(1, 1)), "Stalled").message())
                .endsWith("Correct this and apply the rule set again");
    }

    @Test
    void countsTheRules() {
        assertThat(statusOf(RuleSets.spec(39, 1)).rules()).isEqualTo(new RuleCount(40, 39));
    }

    @Test
    void aSetOfOnlyADefaultIsReady() {
        assertThat(condition(statusOf("{'defaultCategory': 'application'}"), "Ready"))
                .returns("True", RuleSetCondition::status)
                .returns("there are no rules, only a default category", RuleSetCondition::message);
    }

    @Test
    void aPriorityThatIsNotAllowedIsTheReason() {
        RuleSetSource tenant = new RuleSetSource(
                "tenant", "a", "u", 7, THEN, RuleSets.json("{'priority': 5, 'defaultCategory': 'mine'}"));

        RuleSetStatus status =
                StatusReport.of(new Compilation.Compiled(RuleSets.compile(tenant)), Optional.empty(), NONE, NOW);

        assertThat(condition(status, "Accepted").reason()).isEqualTo("PriorityNotAllowed");
        assertThat(condition(status, "Accepted").message()).contains("spec.priority: ");
    }

    @Test
    void aSpecOfAnotherTypeIsNotAccepted() {
        RuleSetStatus status = statusOf("'text'");

        assertThat(condition(status, "Accepted").status()).isEqualTo("False");
        assertThat(status.problems())
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.message()).isNotEmpty());
    }

    @Test
    void aWarningIsListedAndTheSetIsReady() {
        RuleSetStatus status = statusOf(
                "{'rules': [{'name': 'a', 'category': 'c', 'containers': {'names': ['x']}, 'onPodError': {'pattern': 'x'}}]}");

        assertThat(condition(status, "Ready").status()).isEqualTo("True");
        assertThat(status.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.reason()).isEqualTo("NoEffect"));
    }

    @Test
    void aFailedCompilerIsToldWithWhatStaysInUse() {
        RuleSetStatus status = StatusReport.of(
                new Compilation.Failed(
                        source(RuleSets.spec(3, 0)),
                        "java.lang.IllegalStateException: a bug",
                        Optional.of(RuleSets.compile(source(RuleSets.spec(2, 0))))),
                Optional.empty(),
                NONE,
                NOW);

        assertThat(condition(status, "Accepted"))
                .returns("False", RuleSetCondition::status)
                .returns("CompilationFailed", RuleSetCondition::reason)
                .returns(
                        "2 rules of generation 7 stay in use: spec: the compiler failed"
                                + " (java.lang.IllegalStateException: a bug)",
                        RuleSetCondition::message);
        assertThat(status.rules()).isEqualTo(new RuleCount(3, 2));
    }

    @Test
    void aCompilationThatTakesTooLongIsTold() {
        RuleSetStatus status = StatusReport.of(
                new Compilation.Overdue(source(RuleSets.spec(3, 0)), Duration.ofSeconds(5), Optional.empty()),
                Optional.empty(),
                NONE,
                NOW);

        assertThat(condition(status, "Stalled"))
                .returns("CompilationTimeout", RuleSetCondition::reason)
                .satisfies(
                        stalled -> assertThat(stalled.message()).startsWith("spec: compiling takes longer than 5 s"));
    }

    @Test
    void theTransitionTimeHasSecondsOnly() {
        assertThat(condition(statusOf(RuleSets.spec(1, 0)), "Ready").lastTransitionTime())
                .isEqualTo("2026-01-02T03:04:05Z");
    }

    @Test
    void theTransitionTimeMovesOnlyWithTheStatus() {
        RuleSetStatus before = StatusReport.of(
                new Compilation.Compiled(RuleSets.compile(source(RuleSets.spec(2, 0)))), Optional.empty(), NONE, THEN);

        RuleSetStatus after = StatusReport.of(
                new Compilation.Compiled(RuleSets.compile(source(RuleSets.spec(2, 1)))),
                Optional.empty(),
                ObservedStatus.read(new ObjectMapper().valueToTree(before)),
                NOW);

        assertThat(condition(after, "Accepted").lastTransitionTime()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(condition(after, "Ready").lastTransitionTime()).isEqualTo("2026-01-02T03:04:05Z");
    }

    @Test
    void staysSmallWithAThousandMistakes() {
        String mistake =
                "{'name': '" + "x".repeat(9_000) + "', 'onPodError': {'pattern': '" + "(".repeat(9_000) + "'}}";
        RuleSetStatus status = statusOf("{'rules': [" + (mistake + ",").repeat(499) + mistake + "]}");

        assertThat(status.problems()).hasSize(32).allSatisfy(problem -> {
            assertThat(problem.path()).hasSizeLessThanOrEqualTo(1_024);
            assertThat(problem.message()).hasSizeLessThanOrEqualTo(8_192);
        });
        assertThat(status.conditions())
                .allSatisfy(condition -> assertThat(condition.message()).hasSizeLessThanOrEqualTo(32_768));
        assertThat(condition(status, "Stalled").message()).contains("And 29 more, see status.problems");
    }

    @ParameterizedTest
    @CsvSource({"r1, spec.rules[1].matchConditions", "'', spec.rules", "gone, spec.rules"})
    void saysWhereASetCostsTooMuch(String rule, String path) {
        assertThat(costly(RuleSets.spec(2, 0), rule).problems())
                .singleElement()
                .returns(path, RuleSetProblem::path)
                .returns("BudgetExceeded", RuleSetProblem::reason);
    }

    @ParameterizedTest(name = "{0} valid, {1} invalid: {2}={3} {4}")
    @CsvSource({
        "2, 0, Accepted, True, Accepted, 2 of 2 rules are active",
        "2, 0, PartiallyInvalid, False, AllRulesValid, nothing is left out",
        "2, 0, Ready, False, BudgetExceeded, 2 of 2 rules are active: spec.rules[1].matchConditions (rule r1): ",
        "2, 0, Stalled, True, BudgetExceeded, spec.rules[1].matchConditions (rule r1): ",
        "2, 1, Ready, False, InvalidRules, 2 of 3 rules are active: spec.rules[1].matchConditions (rule r1): ",
    })
    void aSetThatCostsTooMuchHasToBeEdited(
            int valid, int invalid, String type, String status, String reason, String message) {
        assertThat(condition(costly(RuleSets.spec(valid, invalid), "r1"), type))
                .returns(status, RuleSetCondition::status)
                .returns(reason, RuleSetCondition::reason)
                .satisfies(condition -> assertThat(condition.message()).startsWith(message.strip()));
    }
}
