package dev.podfailure.rules;

import static dev.podfailure.rules.RuleSetFixture.compile;
import static dev.podfailure.rules.RuleSetFixture.compileRule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.rules.CompiledRuleSet.Acceptance;
import dev.podfailure.rules.RuleProblem.Reason;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the compiler says of rules that are not right. */
class RuleCompilerTest {
    private static final String RIGHT = "{name: right, category: app, onExitCodes: {operator: In, values: [1]}}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            category: app, onExitCodes: {operator: In, values: [1]}                     | .name                             | Required          | required
            name: '', category: app, onExitCodes: {operator: In, values: [1]}           | .name                             | Required          | empty
            name: 7, category: app, onExitCodes: {operator: In, values: [1]}            | .name                             | InvalidValue      | "7" is not a string
            name: a b, category: app, onExitCodes: {operator: In, values: [1]}          | .name                             | InvalidValue      | "a b" is not a label value
            name: a, onExitCodes: {operator: In, values: [1]}                           | .category                         | Required          | required
            name: a, category: app-, onExitCodes: {operator: In, values: [1]}           | .category                         | InvalidValue      | "app-" is not a label value
            name: a, category: app, subcategory: é, onConditions: [Evicted]             | .subcategory                      | InvalidValue      | "é" is not a label value
            name: a, category: app, responsible: a/b, onConditions: [Evicted]           | .responsible                      | InvalidValue      | "a/b" is not a label value
            name: a, category: app, retry: maybe, onConditions: [Evicted]               | .retry                            | InvalidValue      | "maybe" is not one of Worthwhile, Pointless, Uncertain
            name: a, category: app, outcome: ignored, onConditions: [Evicted]           | .outcome                          | InvalidValue      | "ignored" is not one of Failure, Ignored
            name: a, category: app                                                      | ''                                | Required          | at least one matcher
            name: a, category: app, containers: {names: [main]}                         | ''                                | Required          | at least one matcher
            name: a, category: app, onFuture: {}, onConditions: [Evicted]               | .onFuture                         | UnknownField      | "onFuture"
            name: a, category: app, onExitCodes: {operator: In, values: [1], max: 3}    | .onExitCodes.max                  | UnknownField      | "max"
            name: a, category: app, onExitCodes: [1]                                    | .onExitCodes                      | InvalidValue      | a list is not an object
            name: a, category: app, onExitCodes: {values: [1]}                          | .onExitCodes.operator             | Required          | In, NotIn
            name: a, category: app, onExitCodes: {operator: in, values: [1]}            | .onExitCodes.operator             | InvalidValue      | "in" is not one of In, NotIn
            name: a, category: app, onExitCodes: {operator: In}                         | .onExitCodes.values               | Required          | at least one value
            name: a, category: app, onExitCodes: {operator: In, values: []}             | .onExitCodes.values               | Required          | at least one value
            name: a, category: app, onExitCodes: {operator: In, values: 1}              | .onExitCodes.values               | InvalidValue      | "1" is not a list
            name: a, category: app, onExitCodes: {operator: In, values: [1, '2']}       | .onExitCodes.values[1]            | InvalidValue      | "2" is not a whole number
            name: a, category: app, onExitCodes: {operator: In, values: [1.5]}          | .onExitCodes.values[0]            | InvalidValue      | "1.5" is not a whole number
            name: a, category: app, onExitCodes: {operator: In, values: [2147483648]}   | .onExitCodes.values[0]            | InvalidValue      | 32 bits
            name: a, category: app, onExitCodes: {operator: In, values: [null]}         | .onExitCodes.values[0]            | InvalidValue      | null is not a whole number
            name: a, category: app, onConditions: []                                    | .onConditions                     | Required          | at least one value
            name: a, category: app, onConditions: [Oom]                                 | .onConditions[0]                  | InvalidValue      | "Oom" is not one of OOMKilled, Evicted, DeadlineExceeded
            name: a, category: app, onTerminationMessage: {}                            | .onTerminationMessage.pattern     | Required          | required
            name: a, category: app, onTerminationMessage: {pattern: ''}                 | .onTerminationMessage.pattern     | Required          | empty
            name: a, category: app, onTerminationMessage: {pattern: '('}                | .onTerminationMessage.pattern     | InvalidPattern    | "(" is refused as a regular expression: missing closing )
            name: a, category: app, onPodError: {pattern: '(?=x)'}                      | .onPodError.pattern               | InvalidPattern    | refused
            name: a, category: app, onPodReason: {}                                     | .onPodReason                      | InvalidValue      | either operator and values, or pattern
            name: a, category: app, onPodReason: {operator: In, values: [x], pattern: x} | .onPodReason                     | InvalidValue      | either operator and values, or pattern
            name: a, category: app, onPodReason: {operator: In}                         | .onPodReason.values               | Required          | at least one value
            name: a, category: app, onPodReason: {values: [Evicted]}                    | .onPodReason.operator             | Required          | In, NotIn
            name: a, category: app, onPodEvents: {}                                     | .onPodEvents                      | Required          | a pattern, a reason or a type
            name: a, category: app, onPodEvents: {type: warning}                        | .onPodEvents.type                 | InvalidValue      | "warning" is not one of Normal, Warning
            name: a, category: app, onPodEvents: {pattern: '['}                         | .onPodEvents.pattern              | InvalidPattern    | refused
            name: a, category: app, containers: {names: []}, onConditions: [OOMKilled]  | .containers.names                 | Required          | at least one value
            name: a, category: app, containers: {zones: [x]}, onConditions: [OOMKilled] | .containers.zones                 | UnknownField      | "zones"
            """)
    void leavesOutTheWrongRuleAndKeepsTheOthers(String rule, String path, Reason reason, String words) {
        CompiledRuleSet set = compile("rules: [" + RIGHT + ", {" + rule + "}]");

        assertThat(set.acceptance()).isEqualTo(Acceptance.Accepted);
        assertThat(set.total()).isEqualTo(2);
        assertThat(set.rules()).extracting(CompiledRule::name).containsExactly("right");
        assertThat(set.problems()).first().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("spec.rules[1]" + path);
            assertThat(problem.reason()).isEqualTo(reason);
            assertThat(problem.message()).contains(words).endsWith("; the rule is left out");
        });
    }

    @Test
    void namesEveryMistakeOfARule() {
        CompiledRuleSet set = compileRule("retry: x, onExitCodes: {operator: x, values: []}");

        assertThat(set.problems())
                .extracting(RuleProblem::path)
                .containsExactly(
                        "spec.rules[0].retry",
                        "spec.rules[0].onExitCodes.operator",
                        "spec.rules[0].onExitCodes.values");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "a string", "[]", "7", "[{name: a}]"})
    void usesNothingOfASpecThatIsNoObject(String spec) {
        CompiledRuleSet set = compile(spec);

        assertThat(set.acceptance()).isEqualTo(Acceptance.NoValidRules);
        assertThat(set.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("spec");
            assertThat(problem.message()).endsWith("is not an object; no rule of this set is in use");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            priority: high           | spec.priority           | InvalidValue | "high" is not a whole number
            priority: 1001           | spec.priority           | InvalidValue | 1001 is not within -1000 and 1000
            priority: -1001          | spec.priority           | InvalidValue | -1001 is not within -1000 and 1000
            priority: 1.5            | spec.priority           | InvalidValue | "1.5" is not a whole number
            onFuture: 1              | spec.onFuture           | UnknownField | "onFuture"
            defaultCategory: a b     | spec.defaultCategory    | InvalidValue | "a b" is not a label value
            defaultSubcategory: a b  | spec.defaultSubcategory | InvalidValue | "a b" is not a label value
            defaultCategory: [a]     | spec.defaultCategory    | InvalidValue | a list is not a string
            """)
    void usesNoRuleOfASpecWithAMistakeOfItsOwn(String property, String path, Reason reason, String words) {
        CompiledRuleSet set = compile("{" + property + ", rules: [" + RIGHT + "]}");

        assertThat(set.acceptance()).isEqualTo(Acceptance.NoValidRules);
        assertThat(set.rules()).isEmpty();
        assertThat(set.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.reason()).isEqualTo(reason);
            assertThat(problem.message()).contains(words).endsWith("; no rule of this set is in use");
        });
    }

    @Test
    void usesNothingIfTheRulesAreNoList() {
        CompiledRuleSet set = compile("rules: {name: a}");

        assertThat(set.acceptance()).isEqualTo(Acceptance.NoValidRules);
        assertThat(set.problems()).extracting(RuleProblem::path).containsExactly("spec.rules");
        assertThat(set.total()).isZero();
    }

    @Test
    void isNotAcceptedIfEveryRuleIsLeftOut() {
        CompiledRuleSet set = compile("{defaultCategory: other, rules: [{name: a}]}");

        assertThat(set.acceptance()).isEqualTo(Acceptance.NoValidRules);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "rules: []", "rules: null", "defaultCategory: other"})
    void acceptsASetWithoutRules(String spec) {
        CompiledRuleSet set = compile(spec);

        assertThat(set.acceptance()).isEqualTo(Acceptance.Accepted);
        assertThat(set.problems()).isEmpty();
    }

    @Test
    void leavesOutTheSecondRuleOfAName() {
        CompiledRuleSet set = compile("rules: [" + RIGHT + ", " + RIGHT.replace("app", "other") + "]");

        assertThat(set.rules()).extracting(CompiledRule::category).containsExactly("app");
        assertThat(set.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("spec.rules[1].name");
            assertThat(problem.reason()).isEqualTo(Reason.Duplicate);
            assertThat(problem.message()).contains("\"right\"");
        });
    }

    @Test
    void leavesOutWhatIsBeyond500Rules() {
        String rules = IntStream.range(0, 502)
                .mapToObj(i -> RIGHT.replace("right", "r" + i))
                .collect(Collectors.joining(", "));

        CompiledRuleSet set = compile("rules: [" + rules + "]");

        assertThat(set.total()).isEqualTo(502);
        assertThat(set.rules()).hasSize(500);
        assertThat(set.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("spec.rules[500]");
            assertThat(problem.message()).contains("502 rules").contains("left out");
        });
    }

    @ParameterizedTest
    @CsvSource({"62, true", "63, true", "64, false"})
    void takesLabelValuesOf63Characters(int length, boolean taken) {
        CompiledRuleSet set = compileRule("subcategory: " + "x".repeat(length) + ", onConditions: [Evicted]");

        assertThat(set.accepted()).isEqualTo(taken);
    }

    @ParameterizedTest
    @CsvSource({"256, true", "257, false"})
    void takesHintsOf256CharactersWhateverTheirBytes(int length, boolean taken) {
        CompiledRuleSet set = compileRule("hint: " + "😀".repeat(length) + ", onConditions: [Evicted]");

        assertThat(set.accepted()).isEqualTo(taken);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            onExitCodes: {operator: In, values: [%s]}  | 1 | 255 | .onExitCodes.values
            onPodReason: {operator: In, values: [%s]}  | x | 64  | .onPodReason.values
            onConditions: [%s]                         | Evicted | 3 | .onConditions
            'containers: {names: [%s]}, onConditions: [OOMKilled]' | x | 32 | .containers.names
            """)
    void boundsEveryList(String matcher, String value, int max, String path) {
        String atTheBound = (value + ",").repeat(max);

        assertThat(compileRule(matcher.formatted(atTheBound)).problems()).isEmpty();
        assertThat(compileRule(matcher.formatted(atTheBound + value)).problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo("spec.rules[0]" + path);
                    assertThat(problem.message()).contains((max + 1) + " values, at most " + max);
                });
    }

    @Test
    void escapesAndCutsTheValuesThatItNames() {
        CompiledRuleSet set = compileRule("retry: \"\\e[31m\\u202e" + "x".repeat(500) + "\", onConditions: [Evicted]");

        assertThat(set.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.message()).contains("\\u001b[31m\\u202exxx").hasSizeLessThan(250);
            assertThat(problem.message().chars()).noneMatch(Character::isISOControl);
        });
    }

    @Test
    void aTenantMayNotHaveAPriorityAboveTheLimit() {
        CompiledRuleSet set = compile("team-a", "mine", "{priority: 1, rules: [" + RIGHT + "]}");

        assertThat(set.acceptance()).isEqualTo(Acceptance.PriorityNotAllowed);
        assertThat(set.rules()).isEmpty();
        assertThat(set.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("spec.priority");
            assertThat(problem.reason()).isEqualTo(Reason.PriorityNotAllowed);
        });
    }

    @Test
    void aTenantMayHaveAPriorityUpToTheLimit() {
        assertThat(compile("team-a", "mine", "{priority: 0, rules: [" + RIGHT + "]}")
                        .accepted())
                .isTrue();
    }

    @Test
    void aTenantMayNotDeclareFailuresIgnored() {
        String spec = "rules: [{name: a, category: rollout, outcome: Ignored, onConditions: [Evicted]}, " + RIGHT + "]";
        CompiledRuleSet set = compile("team-a", "mine", spec);

        assertThat(set.rules()).extracting(CompiledRule::name).containsExactly("right");
        assertThat(set.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("spec.rules[0].outcome");
            assertThat(problem.reason()).isEqualTo(Reason.OutcomeNotAllowed);
        });
    }

    @Test
    void aTenantMayIgnoreIfTheOperatorAllowsIt() {
        RuleCompiler compiler = new RuleCompiler(new CompilerOptions("podfailure-system", 0, true));
        CompiledRuleSet set = compiler.compile(RuleSetFixture.source(
                "team-a",
                "mine",
                RuleSetFixture.yaml(
                        "rules: [{name: a, category: rollout, outcome: Ignored, onConditions: [Evicted]}]")));

        assertThat(set.rules()).extracting(CompiledRule::outcome).containsExactly(Outcome.IGNORED);
    }

    @Test
    void warnsAboutAScopeThatHasNoEffect() {
        CompiledRuleSet set = compileRule("containers: {names: [main]}, onPodReason: {pattern: x}");

        assertThat(set.rules()).hasSize(1);
        assertThat(set.problems()).isEmpty();
        assertThat(set.warnings()).extracting(RuleProblem::path).containsExactly("spec.rules[0].containers");
    }

    @Test
    void warnsAboutADefaultSubcategoryWithoutACategory() {
        CompiledRuleSet set = compile("{defaultSubcategory: none, rules: [" + RIGHT + "]}");

        assertThat(set.accepted()).isTrue();
        assertThat(set.warnings()).extracting(RuleProblem::path).containsExactly("spec.defaultSubcategory");
    }

    @Test
    void takesAnExplicitNullForAbsent() {
        CompiledRuleSet set = compileRule("hint: null, onExitCodes: null, onConditions: [Evicted]");

        assertThat(set.problems()).isEmpty();
        assertThat(set.rules()).hasSize(1);
    }

    @Test
    void givesTheSameForTheSame() {
        String spec = "{priority: 3, rules: [" + RIGHT + ", {name: b, onFuture: 1}]}";

        assertThat(compile(spec).problems()).isEqualTo(compile(spec).problems());
    }
}
