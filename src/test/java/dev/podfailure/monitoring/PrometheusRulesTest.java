package dev.podfailure.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recording rules and alerts of {@code monitoring/}. */
class PrometheusRulesTest {
    private static final Path RULES = Path.of("monitoring", "prometheus-rule.yaml");
    private static final Path TESTS = Path.of("monitoring", "tests", "alerts.yaml");

    /** A row of the documented metrics, which their own test holds against the code: name, type, labels. */
    private static final Pattern ROW = Pattern.compile("\\| `(podfailure_\\w+)` \\| (\\w+) \\| *([^|]*?) *\\|");

    private static final Pattern SELECTOR = Pattern.compile("(podfailure_\\w+)(?:\\{([^}]*)})?");

    /** A label in a selector or in a grouping. */
    private static final Pattern MATCHED = Pattern.compile("(\\w+)\\s*[=!]");

    private static final Pattern GROUPED = Pattern.compile("by \\(([^)]*)\\)");

    /** What Prometheus adds to every series of a pod, and the bucket of a histogram. */
    private static final Set<String> OF_PROMETHEUS = Set.of("namespace", "pod", "instance", "le");

    @TempDir
    private Path folder;

    @BeforeEach
    void writeRules() throws IOException {
        JsonNode groups = read(RULES).at("/spec/groups");
        Files.writeString(
                folder.resolve("rules.yaml"),
                Serialization.asYaml(JsonNodeFactory.instance.objectNode().set("groups", groups)));
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

    static List<String> alerts() throws IOException {
        return rules().map(rule -> rule.path("alert").asText())
                .filter(name -> !name.isEmpty())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void everyAlertIsTestedToFireAndToStaySilent(String alert) throws IOException {
        List<Integer> expected = stream(read(TESTS).path("tests"))
                .flatMap(test -> stream(test.path("alert_rule_test")))
                .filter(test -> test.path("alertname").asText().equals(alert))
                .map(test -> test.path("exp_alerts").size())
                .toList();

        assertThat(expected).contains(0).anyMatch(count -> count > 0);
    }

    static List<String> expressions() throws IOException {
        return rules().map(rule -> rule.path("expr").asText()).toList();
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void namesNoMetricAndNoLabelThatIsNotExported(String expression) throws IOException {
        Map<String, Set<String>> exported = documented();
        SELECTOR.matcher(expression).results().forEach(selector -> {
            String metric = selector.group(1).replaceFirst("_(bucket|count|sum)$", "");
            assertThat(exported).containsKey(metric);
            assertThat(labels(selector.group(2) == null ? "" : selector.group(2)))
                    .as(selector.group())
                    .isSubsetOf(exported.get(metric));
        });
        Set<String> any = exported.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        any.addAll(OF_PROMETHEUS);
        GROUPED.matcher(expression)
                .results()
                .flatMap(grouped -> Arrays.stream(grouped.group(1).split(", ", -1)))
                .forEach(label -> assertThat(any).contains(label));
    }

    private static Set<String> labels(String matchers) {
        return MATCHED.matcher(matchers).results().map(label -> label.group(1)).collect(Collectors.toSet());
    }

    private static Map<String, Set<String>> documented() throws IOException {
        Map<String, Set<String>> labels = new TreeMap<>();
        ROW.matcher(Files.readString(Path.of("docs", "metrics.md")))
                .results()
                .forEach(row -> labels.put(
                        row.group(1),
                        Arrays.stream(row.group(3).split(",", -1))
                                .map(label -> label.strip().replace("`", ""))
                                .collect(Collectors.toSet())));
        return labels;
    }

    private static Stream<JsonNode> rules() throws IOException {
        return stream(read(RULES).at("/spec/groups")).flatMap(group -> stream(group.path("rules")));
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static JsonNode read(Path file) throws IOException {
        return Serialization.unmarshal(Files.readString(file), JsonNode.class);
    }
}
