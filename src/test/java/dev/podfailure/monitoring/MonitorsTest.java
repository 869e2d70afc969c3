package dev.podfailure.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who is scraped, held against the manifests. */
class MonitorsTest {
    private static final Path FOLDER = Path.of("monitoring");
    private static final Path MANIFESTS = Path.of("manifests");

    @Test
    void theServiceMonitorSelectsTheServiceOfTheHttpPortAndNoOther() throws IOException {
        JsonNode monitor = read(FOLDER.resolve("service-monitor.yaml"));
        Map<String, String> selected = texts(monitor.at("/spec/selector/matchLabels"));

        List<JsonNode> services = documents(MANIFESTS.resolve("40-services.yaml"));
        assertThat(services)
                .filteredOn(service ->
                        texts(service.at("/metadata/labels")).entrySet().containsAll(selected.entrySet()))
                .singleElement()
                .satisfies(service -> {
                    assertThat(service.at("/spec/ports").findValuesAsText("name"))
                            .contains(monitor.at("/spec/endpoints/0/port").asText());
                    assertThat(monitor.at("/spec/namespaceSelector/matchNames/0")
                                    .asText())
                            .isEqualTo(service.at("/metadata/namespace").asText());
                });
    }

    @Test
    void thePodMonitorSelectsThePodsAndTheirHttpPort() throws IOException {
        JsonNode monitor = read(FOLDER.resolve("pod-monitor.yaml"));
        JsonNode template = read(MANIFESTS.resolve("30-deployment.yaml")).at("/spec/template");

        assertThat(texts(template.at("/metadata/labels")))
                .containsAllEntriesOf(texts(monitor.at("/spec/selector/matchLabels")));
        assertThat(template.at("/spec/containers/0/ports").findValuesAsText("name"))
                .contains(monitor.at("/spec/podMetricsEndpoints/0/port").asText());
    }

    @Test
    void theKustomizationScrapesOnceAndHasTheDashboardWithTheLabelThatGrafanaLooksFor() throws IOException {
        JsonNode kustomization = read(FOLDER.resolve("kustomization.yaml"));

        assertThat(kustomization.path("resources"))
                .extracting(JsonNode::asText)
                .containsExactly("service-monitor.yaml", "prometheus-rule.yaml");
        JsonNode dashboard = kustomization.at("/configMapGenerator/0");
        assertThat(dashboard.path("files")).extracting(JsonNode::asText).containsExactly("dashboard.json");
        assertThat(texts(dashboard.at("/options/labels"))).containsEntry("grafana_dashboard", "1");
    }

    /** The sidecar of Grafana takes a ConfigMap; the API server takes 1 MiB of it, and client-side apply a quarter. */
    @Test
    void theDashboardFitsIntoAnAnnotationOfKubectl() throws IOException {
        assertThat(Files.size(FOLDER.resolve("dashboard.json"))).isLessThan(200_000);
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new HashMap<>();
        object.properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }

    private static List<JsonNode> documents(Path file) throws IOException {
        return Arrays.stream(Files.readString(file).split("\n---\n", -1))
                .map(document -> Serialization.unmarshal(document, JsonNode.class))
                .toList();
    }

    private static JsonNode read(Path file) throws IOException {
        return Serialization.unmarshal(Files.readString(file), JsonNode.class);
    }
}
