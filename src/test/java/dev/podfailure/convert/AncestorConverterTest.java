package dev.podfailure.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.rules.CompiledRuleSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AncestorConverterTest {
    private static final String OOM = "- {name: oom, rules: [{onConditions: [OOMKilled]}]}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{onExitCodes: {operator: In, values: [3]}} | onExitCodes: | operator: In | values: [3]",
                "{onExitCodes: {operator: NotIn, values: ['3', 0]}} | onExitCodes: | operator: NotIn | values: [3, 0]",
                "{onExitCodes: {operator: In, values: [0, 3, 3]}} | onExitCodes: | operator: In | values: [3]",
                "{onTerminationMessage: {pattern: \"it's\"}} | onTerminationMessage: | pattern: 'it''s' | ''",
                "{onTerminationMessage: {pattern: ''}} | onTerminationMessage: | pattern: '(?s).*' | ''",
                "{onPodEvents: {regexp: x, type: Normal}} | onPodEvents: | type: Normal | pattern: x",
                "{onPodEvents: {regexp: '', type: Normal, reason: R}} | onPodEvents: | type: Normal | reason: R",
                "{containerName: main, onConditions: OOMKilled} | containers: | names: [main] | onConditions: [OOMKilled]",
                "{containerName: Main, onConditions: [OOMKilled]} | containers: | namePattern: '^$' | ''",
                "{ONPODERROR: {Pattern: low}} | onPodError: | pattern: low | ''"
            })
    void writesEachMatcher(String rule, String first, String second, String third) {
        assertThat(converted("- {name: c, rules: [" + rule + "]}").yaml()).contains(first, second, third);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | a rule needs exactly one of",
                "{onConditions: []} | it has none",
                "{onConditions: [Evicted], onPodError: {pattern: x}} | it has onConditions, onPodError",
                "{onExitCodes: {}} | operator must be In or NotIn; it is missing",
                "{onExitCodes: {operator: In}} | onExitCodes needs at least one value",
                "{onExitCodes: {operator: In, values: [3000000000]}} | a whole number of 32 bits",
                "{onPodEvents: {regexp: x}} | type must be Warning or Normal; it is missing",
                "{onPodEvents: {regexp: x, type: Info}} | type must be Warning or Normal, not \"Info\"",
                "{onPodError: {pattern: '(?=x)'}} | is no regular expression that Go takes",
                "{onPodError: text} | an object is expected here",
                "{onPodError: {pattern: true}} | put it in quotes"
            })
    void refusesARuleInItsPlace(String rule, String text) {
        ConvertedConfig converted = converted("- name: c\n  rules:\n  - " + rule);

        assertThat(converted.conversion().isRefused()).isTrue();
        assertThat(converted.remarks())
                .anySatisfy(remark -> assertThat(remark).startsWith("-:8:").contains("error: ", text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{onExitCodes: {operator: In, values: [0]}} | note: 0 is never a failure's exit code",
                "{onPodError: {pattern: 'failed with exit code 3'}} | warning: this looks like a text that the ancestor composes",
                "{onPodError: {pattern: x}} | warning: the ancestor asks this of texts, too, that it composes",
                "{containerName: a, onPodError: {pattern: x}} | note: containerName has no effect",
                "{onTerminationMessage: {pattern: 'x{a}+y{+'}} | warning: this rule is left out",
                "{onConditions: [Evicted], outcome: Ignored} | warning: the ancestor knows no \"outcome\" here",
                "{onConditions: [Evicted], subcategory: 'a b'} | warning: subcategory \"a b\" is no label value; it becomes \"a-b\""
            })
    void namesWhatHasNoCounterpart(String rule, String text) {
        ConvertedConfig converted = converted("- name: c\n  rules:\n  - " + rule);

        assertThat(converted.conversion().isRefused()).isFalse();
        assertThat(converted.remarks())
                .anySatisfy(remark -> assertThat(remark).startsWith("-:8:").contains(text));
        assertThat(converted.ruleSets().remarks()).isEmpty();
    }

    @Test
    void namesThatAreNoLabelValuesStayApart() {
        ConvertedConfig converted = converted("""
                - {name: 'out of memory', rules: [{onExitCodes: {operator: In, values: [1]}}]}
                - {name: out-of-memory, rules: [{onExitCodes: {operator: In, values: [2]}}]}
                - {name: 'out/of/memory', rules: [{onExitCodes: {operator: In, values: [3]}}]}
                - {name: ' ', rules: [{onExitCodes: {operator: In, values: [4]}}]}
                """);

        assertThat(converted
                        .conversion()
                        .ruleSets()
                        .getFirst()
                        .path("spec")
                        .path("rules")
                        .findValuesAsText("category"))
                .hasSize(4)
                .doesNotHaveDuplicates()
                .contains("out-of-memory")
                .allMatch(LabelNames::isLabelValue);
    }

    @Test
    void aNameSurvivesAnInsertionAndAnotherHint() {
        List<String> before = converted(OOM).ruleNames();

        List<String> after = converted("""
                - {name: other, rules: [{onConditions: [Evicted]}]}
                - name: oom
                  rules:
                  - {onExitCodes: {operator: In, values: [3]}}
                  - {onConditions: [OOMKilled], hint: Use less.}
                """).ruleNames();

        assertThat(after).hasSize(3).containsAll(before);
    }

    @Test
    void aRuleThatIsThereTwiceIsWrittenOnce() {
        ConvertedConfig converted =
                converted("- {name: oom, rules: [{onConditions: [OOMKilled]}, {onConditions: [OOMKilled], hint: x}]}");

        assertThat(converted.ruleNames()).hasSize(1);
        assertThat(converted.remarks()).anyMatch(remark -> remark.contains("an earlier rule of this category"));
    }

    @Test
    void longNamesMakeRuleNamesThatAreLabelValues() {
        String longest = "c".repeat(63);

        assertThat(converted("- {name: " + longest + ", rules: [{subcategory: " + longest
                                + ", onConditions: [OOMKilled]}]}")
                        .ruleNames())
                .allMatch(LabelNames::isLabelValue);
    }

    @Test
    void theDefaultIsWrittenEvenIfEmpty() {
        ConvertedConfig converted =
                ConvertedConfig.of("errorCategories: {enabled: true, defaultSubcategory: unknown, categories: ["
                        + OOM.substring(2) + "]}");

        assertThat(converted.yaml()).contains("  defaultCategory: ''\n").doesNotContain("defaultSubcategory");
        assertThat(converted.remarks()).anyMatch(remark -> remark.contains("no counterpart without a defaultCategory"));
    }

    @Test
    void whatIsSwitchedOffBecomesAShadow() {
        ConvertedConfig converted =
                ConvertedConfig.of("errorCategories: {enabled: false, categories: [" + OOM.substring(2) + "]}");

        assertThat(converted.yaml()).contains("  enforcement: Shadow\n");
        assertThat(converted.remarks()).anyMatch(remark -> remark.contains("enabled is false"));
    }

    @Test
    void actionsAreDroppedByName() {
        assertThat(converted("- {name: oom, action: Delete, rules: [{onConditions: [OOMKilled]}]}")
                        .remarks())
                .anyMatch(remark -> remark.contains("warning: action Delete of category \"oom\" has no counterpart"));
    }

    @Test
    void moreRulesThanASetTakesBecomeSeveralSetsInOrder() {
        String rules = IntStream.rangeClosed(1, 501)
                .mapToObj(code -> "{onExitCodes: {operator: In, values: [" + code + "]}}")
                .collect(Collectors.joining(", "));

        ConvertedConfig converted = converted("- {name: c, rules: [" + rules + "]}");

        assertThat(converted.conversion().ruleSets())
                .extracting(set -> set.at("/metadata/name").asText())
                .containsExactly("armada", "armada-002");
        assertThat(converted.ruleSets().sets().values()).allMatch(CompiledRuleSet::accepted);
        assertThat(converted.conversion().ruleSets().getLast().path("spec").has("defaultCategory"))
                .isFalse();
    }

    @Test
    void longHintsAreCut() {
        ConvertedConfig converted =
                converted("- {name: c, rules: [{onConditions: [Evicted], hint: " + "é".repeat(300) + "}]}");

        assertThat(converted.yaml()).contains("é".repeat(256)).doesNotContain("é".repeat(257));
        assertThat(converted.remarks()).anyMatch(remark -> remark.contains("this hint has 300 characters"));
    }

    @Test
    void textsOfAnyKindAreReadBackAsTheyWere() {
        String pattern = "'\"\\\\ \t\n\u0085\u2028: # é \uD83D\uDE00";

        ConvertedConfig converted = converted(
                "- {name: c, rules: [{onConditions: [Evicted], hint: \"'\\\"\\\\\\\\ \\t\\n\\x85\\u2028: # é \uD83D\uDE00\"}]}");

        assertThat(converted.book()).isNotNull();
        assertThat(converted
                        .conversion()
                        .ruleSets()
                        .getFirst()
                        .at("/spec/rules/0/hint")
                        .asText())
                .isEqualTo(pattern);
        assertThat(converted.ruleSets().sets())
                .hasEntrySatisfying(
                        "podfailure-system/armada",
                        set -> assertThat(set.rules().getFirst().hint()).isEqualTo(pattern));
    }

    private static ConvertedConfig converted(String categories) {
        return ConvertedConfig.of("""
                executor:
                  errorCategories:
                    enabled: true
                    defaultCategory: uncategorized
                    categories:
                """ + categories.indent(4));
    }
}
