package dev.podfailure.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.metrics.RuleSetMetrics.State;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

class RuleSetMetricsTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final RuleSetMetrics metrics = new RuleSetMetrics(registry);

    private Exposition scrape() {
        return new Exposition(registry.scrape());
    }

    @Test
    void everyStateIsThereFromTheStart() {
        assertThat(scrape().value("podfailure_rulesets", "state", "accepted")).isZero();
        assertThat(scrape().value("podfailure_rulesets", "state", "partially_invalid"))
                .isZero();
        assertThat(scrape().value("podfailure_rulesets", "state", "rejected")).isZero();
    }

    @Test
    void countsSetsByState() {
        metrics.put("ns", "a", State.ACCEPTED, 3, 3);
        metrics.put("ns", "b", State.REJECTED, 3, 0);
        metrics.put("ns", "a", State.PARTIALLY_INVALID, 3, 2);

        assertThat(scrape().value("podfailure_rulesets", "state", "accepted")).isZero();
        assertThat(scrape().value("podfailure_rulesets", "state", "partially_invalid"))
                .isEqualTo(1);
        assertThat(scrape().value("podfailure_rulesets", "state", "rejected")).isEqualTo(1);
    }

    @Test
    void countsTheRulesOfASet() {
        metrics.put("ns", "a", State.PARTIALLY_INVALID, 40, 39);

        assertThat(scrape().value("podfailure_ruleset_rules", "ruleset", "ns/a", "state", "active"))
                .isEqualTo(39);
        assertThat(scrape().value("podfailure_ruleset_rules", "ruleset", "ns/a", "state", "invalid"))
                .isEqualTo(1);
    }

    @Test
    void aSetThatIsGoneLeavesNothing() {
        metrics.put("ns", "a", State.ACCEPTED, 3, 3);

        metrics.remove("ns", "a");

        assertThat(scrape().count("podfailure_ruleset_rules")).isZero();
        assertThat(scrape().value("podfailure_rulesets", "state", "accepted")).isZero();
    }
}
