package dev.podfailure.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podfailure.rules.RuleProblem.Reason;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule sets whose author means harm: they are compiled at little cost, and classifying ends with an answer. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostileRulesTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @ParameterizedTest
    @MethodSource
    void aHostilePatternIsRefused(String pattern) {
        CompiledRuleSet set = compile(1, number -> pattern);

        assertThat(set.rules()).isEmpty();
        assertThat(set.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("spec.rules[0].onTerminationMessage.pattern");
            assertThat(problem.reason()).isEqualTo(Reason.InvalidPattern);
        });
    }

    static Stream<Named<String>> aHostilePatternIsRefused() {
        return Stream.of(
                Named.of("nested groups", "(".repeat(10_000) + "a" + ")".repeat(10_000)),
                Named.of("nested groups within the length", "(".repeat(500) + "a" + ")".repeat(500)),
                Named.of("nested repeats", "((a{100}){100}){100}"),
                Named.of("a long row of repeats", "(a{9}){9}{9}{9}{9}{9}"),
                Named.of("a megabyte in a class", "[" + "a-z".repeat(350_000) + "]"),
                Named.of("a large program", ".{0,1000}x.{0,1000}y"),
                Named.of("an endless fold", "(?i)[\\x{100}-\\x{4000}]"),
                Named.of("alternatives that RE2/J confuses", "(?i:a)\\d|A\\s"));
    }

    @Test
    void patternsWithoutALiteralAreBoundedForTheSetAsAWhole() {
        CompiledRuleSet set = compile(RuleLimits.MAX_RULES, number -> ".*x.*y.*z.{0,20}" + number % 10);

        int cost = set.rules().stream()
                .mapToInt(rule -> PatternCost.of(rule.matchers()))
                .sum();
        assertThat(cost).isBetween(RuleLimits.MAX_PROGRAM_SUM - 200, RuleLimits.MAX_PROGRAM_SUM);
        assertThat(set.rules().size() + set.problems().size()).isEqualTo(RuleLimits.MAX_RULES);
        assertThat(set.problems())
                .allSatisfy(
                        problem -> assertThat(problem.message()).contains("instructions together with this rule's"));
    }

    @Test
    void literalsAreFree() {
        CompiledRuleSet set = compile(RuleLimits.MAX_RULES, number -> "error-" + number + ".{0,30}fatal.{0,30}");

        assertThat(set.problems()).isEmpty();
    }

    @Test
    void thousandsOfPatternsThatNoLiteralSparesStillGiveAnAnswer() {
        List<CompiledRuleSet> sets = Stream.iterate(0, number -> number + 1)
                .limit(9)
                .map(set -> compile("set-" + set, RuleLimits.MAX_RULES, number -> ".*x.*y.*z"))
                .toList();
        FailureFixture pod = FailureFixture.pod().container("main", 1, "Error", "xy".repeat(2_000));

        Verdict verdict = RuleBook.of(sets).classify(pod.failure(), Optional.empty());

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Classified.class,
                        answer ->
                                assertThat(answer.classification().isDefault()).isTrue());
    }

    @Test
    void rulesWithoutEndAreCutToTheFirst() {
        CompiledRuleSet set = compile(4_096, number -> "error-" + number);

        assertThat(set.rules()).hasSize(RuleLimits.MAX_RULES);
        assertThat(set.total()).isEqualTo(4_096);
        assertThat(set.problems()).hasSize(1);
    }

    private static CompiledRuleSet compile(int rules, IntFunction<String> pattern) {
        return compile("hostile", rules, pattern);
    }

    private static CompiledRuleSet compile(String name, int rules, IntFunction<String> pattern) {
        ObjectNode spec = JSON.objectNode();
        ArrayNode list = spec.putArray("rules");
        for (int number = 0; number < rules; number++) {
            ObjectNode rule = list.addObject().put("name", "rule-" + number).put("category", "c");
            rule.putObject("onTerminationMessage").put("pattern", pattern.apply(number));
        }
        return RuleSetFixture.compiler().compile(RuleSetFixture.source(RuleSetFixture.OPERATOR_NAMESPACE, name, spec));
    }
}
