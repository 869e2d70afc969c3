package dev.podfailure.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podfailure.monitoring.Dashboard;
import dev.podfailure.monitoring.Dashboard.Query;
import dev.podfailure.monitoring.Dashboard.Variable;
import dev.podfailure.monitoring.PromQuery;
import dev.podfailure.monitoring.PromQuery.Selector;
import dev.podfailure.monitoring.PrometheusRules;
import dev.podfailure.monitoring.PrometheusRules.Rule;
import dev.podfailure.monitoring.PrometheusServer.Sample;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.RequiresControlPlane;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every query of the dashboard and every rule, asked in a real Prometheus that scrapes two replicas at work. */
@RequiresControlPlane
class MonitoringIT {
    private static final Dashboard DASHBOARD = Dashboard.read();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What is neither a value of Prometheus' nor of Grafana's: the user of the dashboard writes it. */
    private static final Map<String, String> TYPED = Map.of("pod_label", "queue");

    private static MonitoredOperators operators;
    private static Map<String, String> variables;

    @BeforeAll
    static void start(ControlPlane plane, @TempDir Path folder) throws IOException {
        operators = MonitoredOperators.start(plane, folder);
        variables = DASHBOARD.placeholders();
        variables.putAll(TYPED);
        for (Variable variable : DASHBOARD.variables()) {
            variables.put(variable.name(), await().atMost(PATIENCE).until(() -> values(variable), v -> !v.isEmpty()));
        }
    }

    @AfterAll
    static void stop() {
        if (operators != null) {
            operators.close();
        }
    }

    /** All values of a variable, as Grafana puts in several. */
    private static String values(Variable variable) {
        String selector = Dashboard.fill(variable.selector(), variables);
        return ask("group by (" + variable.label() + ") (" + selector + ")").stream()
                .map(sample -> sample.labels().getOrDefault(variable.label(), ""))
                .filter(value -> !value.isEmpty())
                .collect(Collectors.joining("|"));
    }

    private static List<Sample> ask(String expression) {
        return operators.prometheus().query(expression);
    }

    static List<Query> queries() {
        return DASHBOARD.queries();
    }

    @ParameterizedTest
    @MethodSource("queries")
    void everyQueryOfAPanelHasAnAnswerWithTheLabelsOfItsLegend(Query query) {
        if (DASHBOARD.annotations().contains(query)) {
            return;
        }
        List<String> legend = query.legend().stream()
                .map(label -> Dashboard.fill(label, variables))
                .toList();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ask(query.filled(variables).expression()))
                        .as(query.filled(variables).expression())
                        .anySatisfy(
                                sample -> assertThat(sample.labels().keySet()).containsAll(legend)));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void noQueryNamesWhatIsNotExported(Query query) {
        assertNamesOnlyWhatIsExported(query.filled(variables));
    }

    static List<Rule> rules() {
        return PrometheusRules.read().rules();
    }

    /** The alerts themselves have no answer here: nothing is wrong. */
    @ParameterizedTest
    @MethodSource("rules")
    void noRuleNamesWhatIsNotExported(Rule rule) {
        assertNamesOnlyWhatIsExported(rule.query());
    }

    static List<Rule> recordings() {
        return rules().stream().filter(rule -> !rule.isAlert()).toList();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void everyRecordingRuleRecords(Rule rule) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ask(rule.name())).isNotEmpty());
    }

    @Test
    void prometheusCanEvaluateEveryRuleAndNoAlertIsOnItsWay() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(operators.prometheus().rules())
                        .hasSameSizeAs(rules())
                        .allSatisfy(rule -> {
                            assertThat(rule.path("lastError").asText()).isEmpty();
                            assertThat(rule.path("health").asText()).isEqualTo("ok");
                        }));
        assertThat(operators.prometheus().rules())
                .filteredOn(rule -> rule.path("type").asText().equals("alerting"))
                .allSatisfy(alert -> assertThat(alert.path("state").asText())
                        .as(alert.path("name").asText())
                        .isEqualTo("inactive"));
    }

    @Test
    void theSumOverBothReplicasIsTheNumberOfPods() {
        operators.fail("default", "one", 64);
        operators.fail("default", "two", 64);

        String sum = "sum(podfailure_namespace_failures_total{pod_namespace=\"default\"})";
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(ask(sum)).extracting(Sample::value).containsExactly(2.0));
        assertThat(ask("sum(podfailure_leader)")).extracting(Sample::value).containsExactly(1.0);
        assertThat(ask("count(podfailure_leader)")).extracting(Sample::value).containsExactly(2.0);
    }

    /** What a series begins with is no increase to Prometheus, so it has to be there before. */
    @Test
    void theFirstFailureOfANamespaceIsAnIncrease() {
        String increase = "sum(increase(podfailure_namespace_failures_total{pod_namespace=\"kube-public\"}[2m]))";
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ask(increase)).isNotEmpty());

        operators.fail("kube-public", "first", 64);

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(ask(increase)).extracting(Sample::value).allMatch(value -> value > 0.9));
    }

    @Test
    void theLogHasTheLabelsOfPodsThatAreAllowed() {
        operators.leader().awaitLine("label/team=\"search\"");

        assertThat(operators.leader().count("queue-name")).isZero();
    }

    @Test
    void kustomizeMakesTheConfigMapThatGrafanaLoads(ControlPlane plane) throws IOException {
        String built = plane.kubectl("kustomize", "monitoring").output();

        JsonNode map = Arrays.stream(built.split("\n---\n", -1))
                .map(document -> Serialization.unmarshal(document, JsonNode.class))
                .filter(document -> document.path("kind").asText().equals("ConfigMap"))
                .findFirst()
                .orElseThrow();
        assertThat(map.at("/metadata/labels/grafana_dashboard").asText()).isEqualTo("1");
        assertThat(map.at("/metadata/name").asText()).isEqualTo("podfailure-dashboard");
        assertThat(map.path("data").path("dashboard.json").asText())
                .isEqualTo(Files.readString(Path.of("monitoring", "dashboard.json")));
    }

    private static void assertNamesOnlyWhatIsExported(PromQuery query) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(query.selectors()).isNotEmpty().allSatisfy(MonitoringIT::assertExported);
            assertThat(query.groupings())
                    .allSatisfy(label -> assertThat(query.selectors())
                            .as("metrics with the label %s", label)
                            .anyMatch(selector -> hasLabel(selector.metric(), label)));
        });
    }

    private static void assertExported(Selector selector) {
        assertThat(ask(selector.text())).as(selector.text()).isNotEmpty();
        assertThat(selector.labels())
                .allSatisfy(label -> assertThat(hasLabel(selector.metric(), label))
                        .as("%s of %s", label, selector.metric())
                        .isTrue());
    }

    private static boolean hasLabel(String metric, String label) {
        return !ask(metric + "{" + label + "!=\"\"}").isEmpty();
    }
}
