package dev.podfailure.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podfailure.monitoring.PrometheusRules.Rule;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recording rules and alerts of {@code monitoring/}. */
class PrometheusRulesTest {
    private static final PrometheusRules RULES = PrometheusRules.read();
    private static final Path TESTS = Path.of("monitoring", "tests", "alerts.yaml");

    @TempDir
    private Path folder;

    @BeforeEach
    void writeRules() throws IOException {
        RULES.write(folder.resolve("rules.yaml"));
        Files.copy(TESTS, folder.resolve("alerts.yaml"));
    }

    @Test
    void promtoolFindsNothingWrong() throws IOException, InterruptedException {
        Promtool.find().run(folder, "check", "rules", "rules.yaml");
    }

    @Test
    void alertsFireWhenTheyShouldAndOnlyThen() throws IOException, InterruptedException {
        Promtool.find().run(folder, "test", "rules", "alerts.yaml");
    }

    static List<Rule> rules() {
        return RULES.rules();
    }

    static List<Rule> alerts() {
        return RULES.rules().stream().filter(Rule::isAlert).toList();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void everyAlertIsTestedToFireAndToStaySilent(Rule alert) throws IOException {
        List<Integer> expected = stream(read(TESTS).path("tests"))
                .flatMap(test -> stream(test.path("alert_rule_test")))
                .filter(test -> test.path("alertname").asText().equals(alert.name()))
                .map(test -> test.path("exp_alerts").size())
                .toList();

        assertThat(expected).contains(0).anyMatch(count -> count > 0);
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void everyAlertSaysWhatToDoAndWhereToReadMore(Rule alert) throws IOException {
        assertThat(alert.annotations().path("summary").asText()).isNotBlank();
        assertThat(alert.annotations().path("description").asText()).isNotBlank();
        String[] runbook = alert.annotations().path("runbook_url").asText().split("#", 2);
        assertThat(runbook).hasSize(2);
        assertThat(Files.readString(Path.of(runbook[0])).toLowerCase(Locale.ROOT))
                .containsPattern("\n### " + runbook[1] + "\n");
    }

    @ParameterizedTest
    @MethodSource("rules")
    void namesNoMetricAndNoLabelThatIsNotExported(Rule rule) {
        Map<String, Set<String>> exported = DocumentedMetrics.labels();
        Set<String> any = new TreeSet<>(Set.of("controller_name"));
        exported.values().forEach(any::addAll);

        assertThat(rule.query().selectors()).isNotEmpty().allSatisfy(selector -> {
            if (selector.metric().startsWith("podfailure_")) {
                assertThat(exported).containsKey(family(selector.metric()));
                assertThat(selector.labels()).as(selector.text()).isSubsetOf(exported.get(family(selector.metric())));
            }
        });
        assertThat(rule.query().groupings()).isSubsetOf(any);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void readsOnlyRecordedMetricsThatARuleRecords(Rule rule) {
        List<String> recorded = RULES.rules().stream().map(Rule::name).toList();

        assertThat(rule.query().selectors())
                .filteredOn(selector -> selector.metric().contains(":"))
                .allSatisfy(selector -> assertThat(recorded).contains(selector.metric()));
    }

    private static String family(String metric) {
        return metric.replaceFirst("_(bucket|count|sum)$", "");
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static JsonNode read(Path file) throws IOException {
        return Serialization.unmarshal(Files.readString(file), JsonNode.class);
    }
}
