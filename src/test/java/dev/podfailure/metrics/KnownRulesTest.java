package dev.podfailure.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podfailure.rules.CompiledRuleSet;
import dev.podfailure.rules.CompilerOptions;
import dev.podfailure.rules.RuleCompiler;
import dev.podfailure.rules.RuleReference;
import dev.podfailure.rules.RuleSetSource;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is exported about rules before anything was counted: a first count from nothing is no increase to Prometheus. */
class KnownRulesTest {
    private static final RuleCompiler COMPILER = new RuleCompiler(new CompilerOptions("system", 0, false));
    private static final String CONDITION = "'matchConditions': [{'name': 'c', 'expression': 'true'}]";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final RuleMetrics metrics = new RuleMetrics(new Meters(registry));

    private Exposition scrape() {
        return new Exposition(registry.scrape());
    }

    private static CompiledRuleSet set(String name, String spec) {
        try {
            return COMPILER.compile(new RuleSetSource(
                    "system", name, name, 1, Instant.EPOCH, new ObjectMapper().readTree(spec.replace('\'', '"'))));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String rule(String name, String more) {
        return "{'name': '" + name + "', 'category': 'c-" + name + "', 'onPodError': {'pattern': 'x'}" + more + "}";
    }

    @ParameterizedTest
    @CsvSource({
        "podfailure_rule_matches_total, true",
        "podfailure_budget_exceeded_total, false",
        "podfailure_condition_errors_total, true",
        "podfailure_condition_over_budget_total, true"
    })
    void whatAnEnforcedRuleCanCountIsThere(String metric, boolean ofRule) {
        metrics.known(List.of(set("a", "{'rules': [" + rule("r", ", " + CONDITION) + "]}")));

        assertThat(
                        ofRule
                                ? scrape().value(metric, "ruleset", "system/a", "rule", "r")
                                : scrape().value(metric, "ruleset", "system/a"))
                .isZero();
        assertThat(scrape().count("podfailure_shadow_total")).isZero();
    }

    @Test
    void aRuleWithoutConditionsHasNoErrorsOfConditions() {
        metrics.known(List.of(set("a", "{'rules': [" + rule("r", "") + "]}")));

        assertThat(scrape().count("podfailure_condition_errors_total")).isZero();
    }

    @Test
    void aRuleThatIgnoresFailuresWinsNone() {
        metrics.known(List.of(set("a", "{'rules': [" + rule("r", ", 'outcome': 'Ignored'") + "]}")));

        assertThat(scrape().count("podfailure_rule_matches_total")).isZero();
    }

    @Test
    void whatAShadowRuleSetCanSayIsThere() {
        metrics.known(List.of(set("s", "{'enforcement': 'Shadow', 'rules': [" + rule("r", "") + "]}")));

        assertThat(scrape().value(
                                "podfailure_shadow_total", "ruleset", "system/s", "category", "c-r", "subcategory", ""))
                .isZero();
        assertThat(scrape().value("podfailure_shadow_disagreements_total", "ruleset", "system/s"))
                .isZero();
        assertThat(scrape().count("podfailure_rule_matches_total")).isZero();
    }

    @Test
    void aRuleThatIsGoneStaysOnlyIfItEverMatched() {
        metrics.known(List.of(set("a", "{'rules': [" + rule("used", "") + "," + rule("unused", "") + "]}")));
        metrics.matched(new RuleReference("system", "a", "u", 1, Instant.EPOCH, "used"));

        metrics.known(List.of(set("a", "{'rules': [" + rule("new", "") + "]}")));

        assertThat(scrape().value("podfailure_rule_matches_total", "ruleset", "system/a", "rule", "used"))
                .isEqualTo(1);
        assertThat(scrape().value("podfailure_rule_matches_total", "ruleset", "system/a", "rule", "new"))
                .isZero();
        assertThat(scrape().count("podfailure_rule_matches_total")).isEqualTo(2);
    }

    @Test
    void manyRulesLeaveRoomForThoseThatMatch() {
        List<CompiledRuleSet> many = IntStream.range(0, 6)
                .mapToObj(i -> set(
                        "set" + i,
                        IntStream.range(0, 500)
                                .mapToObj(j -> rule("r" + j, ""))
                                .collect(Collectors.joining(",", "{'rules': [", "]}"))))
                .toList();
        metrics.known(many);

        metrics.matched(new RuleReference("system", "set5", "u", 1, Instant.EPOCH, "r499"));

        assertThat(scrape().count("podfailure_rule_matches_total")).isEqualTo(2_501);
        assertThat(scrape().value("podfailure_rule_matches_total", "ruleset", "system/set5", "rule", "r499"))
                .isEqualTo(1);
    }
}
