package dev.podfailure.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.rules.RuleReference;
import dev.podfailure.rules.ShadowAnswer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RuleMetricsTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final RuleMetrics metrics = new RuleMetrics(new Meters(registry));

    private Exposition scrape() {
        return new Exposition(registry.scrape());
    }

    private static RuleReference rule(String name) {
        return new RuleReference("ns", "set", "u", 1, Instant.EPOCH, name);
    }

    @Test
    void countsAShadowsAnswerAndItsDisagreement() {
        metrics.shadow(new ShadowAnswer("ns/set", "r", "a", "x", true));
        metrics.shadow(new ShadowAnswer("ns/set", "r", "a", "x", false));

        assertThat(scrape().value("podfailure_shadow_total", "ruleset", "ns/set", "category", "a", "subcategory", "x"))
                .isEqualTo(2);
        assertThat(scrape().value("podfailure_shadow_disagreements_total", "ruleset", "ns/set"))
                .isEqualTo(1);
    }

    @Test
    void tellsConditionsWithoutAValueFromThoseThatCostTooMuch() {
        metrics.conditionFailed(rule("r"), true);
        metrics.conditionFailed(rule("r"), true);
        metrics.conditionFailed(rule("r"), false);

        assertThat(scrape().value("podfailure_condition_over_budget_total", "ruleset", "ns/set", "rule", "r"))
                .isEqualTo(2);
        assertThat(scrape().value("podfailure_condition_errors_total", "ruleset", "ns/set", "rule", "r"))
                .isEqualTo(1);
    }

    @Test
    void noNumberOfRulesMakesMoreSeriesThanAllowed() {
        for (int i = 0; i < 5_010; i++) {
            metrics.conditionFailed(rule("r" + i), false);
        }

        assertThat(scrape().count("podfailure_condition_errors_total")).isEqualTo(5_001);
        assertThat(scrape().value("podfailure_condition_errors_total", "ruleset", "_other", "rule", "_other"))
                .isEqualTo(10);
    }

    @Test
    void noNumberOfCategoriesMakesMoreSeriesThanAllowed() {
        for (int i = 0; i < 5_010; i++) {
            metrics.shadow(new ShadowAnswer("ns/set", "r", "c" + i, "", false));
        }

        assertThat(scrape().value(
                                "podfailure_shadow_total",
                                "ruleset",
                                "_other",
                                "category",
                                "_other",
                                "subcategory",
                                "_other"))
                .isEqualTo(10);
    }

    @Test
    void whatIsCountedOfASetGoesWithIt() {
        metrics.matched(rule("r"));
        metrics.shadow(new ShadowAnswer("ns/set", "r", "a", "", true));
        metrics.conditionFailed(rule("r"), true);
        metrics.conditionFailed(rule("r"), false);
        metrics.budgetExceeded("ns/set");

        metrics.ruleSetGone("ns/set");

        assertThat(registry.scrape()).doesNotContain("ns/set");
    }
}
