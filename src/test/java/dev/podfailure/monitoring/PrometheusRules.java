package dev.podfailure.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The recording rules and alerts of {@code monitoring/}.
 *
 * @param groups as Prometheus reads them
 */
public record PrometheusRules(JsonNode groups) {
    private static final Path FILE = Path.of("monitoring", "prometheus-rule.yaml");

    /**
     * One rule.
     *
     * @param name of the alert, or of the metric that is recorded
     * @param isAlert whether it is an alert
     * @param query what it asks
     * @param annotations of an alert
     */
    public record Rule(String name, boolean isAlert, PromQuery query, JsonNode annotations) {}

    public static PrometheusRules read() {
        try {
            return new PrometheusRules(Serialization.unmarshal(Files.readString(FILE), JsonNode.class)
                    .at("/spec/groups"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every rule, in order. */
    public List<Rule> rules() {
        return stream(groups)
                .flatMap(group -> stream(group.path("rules")))
                .map(PrometheusRules::rule)
                .toList();
    }

    /** Writes them as a file of Prometheus' own. */
    public void write(Path file) throws IOException {
        Files.writeString(
                file, Serialization.asYaml(JsonNodeFactory.instance.objectNode().set("groups", groups)));
    }

    private static Rule rule(JsonNode rule) {
        boolean isAlert = rule.has("alert");
        return new Rule(
                rule.path(isAlert ? "alert" : "record").asText(),
                isAlert,
                new PromQuery(rule.path("expr").asText()),
                rule.path("annotations"));
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
