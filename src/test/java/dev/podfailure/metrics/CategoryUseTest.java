package dev.podfailure.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podfailure.rules.ActiveRules;
import dev.podfailure.rules.CategoryPair;
import dev.podfailure.rules.CompilerOptions;
import dev.podfailure.rules.RuleCompiler;
import dev.podfailure.rules.RuleSetSource;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CategoryUseTest {
    private static final RuleCompiler COMPILER = new RuleCompiler(new CompilerOptions("system", 0, false));

    private final ActiveRules rules = new ActiveRules(Clock.systemUTC());

    private void apply(String name, String spec) {
        rules.put(COMPILER.compile(new RuleSetSource("system", name, name, 1, Instant.EPOCH, json(spec))));
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String rule(String name, String fields) {
        return "{'name': '" + name + "', 'onPodError': {'pattern': 'x'}, " + fields + "}";
    }

    private CategoryUse use(String category, String subcategory) {
        return CategoryUse.of(rules).stream()
                .filter(use -> use.pair().equals(new CategoryPair(category, subcategory)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRulesPairIsMatchedAndADefaultsIsDefault() {
        apply("a", "{'defaultCategory': 'mine', 'rules': [" + rule("r", "'category': 'theirs'") + "]}");

        assertThat(CategoryUse.of(rules))
                .containsExactly(
                        new CategoryUse(new CategoryPair("theirs", ""), true, false, "", ""),
                        new CategoryUse(new CategoryPair("mine", ""), false, true, "", ""));
    }

    @Test
    void aPairCanBeBoth() {
        apply("a", "{'defaultCategory': 'mine', 'rules': [" + rule("r", "'category': 'mine'") + "]}");

        assertThat(CategoryUse.of(rules))
                .containsExactly(new CategoryUse(new CategoryPair("mine", ""), true, true, "", ""));
    }

    @Test
    void theOperatorsDefaultIsOne() {
        apply("a", "{'rules': [" + rule("r", "'category': 'theirs'") + "]}");

        assertThat(use("uncategorized", "").byDefault()).isTrue();
    }

    @Test
    void tellsWhatTheRulesSay() {
        apply("a", "{'rules': [" + rule("r", "'category': 'c', 'responsible': 'team', 'retry': 'Pointless'") + "]}");

        assertThat(use("c", "")).returns("team", CategoryUse::responsible).returns("Pointless", CategoryUse::retry);
    }

    @Test
    void rulesThatDisagreeAreMixedAndStayOneSeries() {
        apply(
                "a",
                "{'rules': ["
                        + String.join(
                                ",",
                                List.of(
                                        rule("r", "'category': 'c', 'responsible': 'team', 'retry': 'Pointless'"),
                                        rule("s", "'category': 'c', 'responsible': 'other', 'retry': 'Pointless'"),
                                        rule("t", "'category': 'c'")))
                        + "]}");

        assertThat(use("c", "")).returns("_mixed", CategoryUse::responsible).returns("Pointless", CategoryUse::retry);
    }

    @Test
    void aRuleThatIgnoresGivesNoPair() {
        apply("a", "{'rules': [" + rule("r", "'category': 'c', 'outcome': 'Ignored'") + "]}");

        assertThat(CategoryUse.of(rules)).noneMatch(use -> use.pair().category().equals("c"));
    }
}
