package dev.podfailure.library;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Path;
import java.util.List;

/**
 * One case of the rule tests in {@code examples/library/tests}.
 *
 * @param file where it stands
 * @param content what is written
 */
record RuleCase(Path file, JsonNode content) {
    private static final KubernetesSerialization MODEL = new KubernetesSerialization();

    static List<RuleCase> all() {
        return Library.yamlFiles(Library.FOLDER.resolve("tests")).stream()
                .flatMap(file ->
                        Library.elements(Library.yaml(file).path("cases")).map(content -> new RuleCase(file, content)))
                .toList();
    }

    String name() {
        return content.path("name").asText();
    }

    Pod pod() {
        return MODEL.convertValue(content.path("pod"), Pod.class);
    }

    List<Event> events() {
        return Library.elements(content.path("events"))
                .map(event -> MODEL.convertValue(event, Event.class))
                .toList();
    }

    /** What is expected of a field; {@code ""} if nothing is. */
    String expected(String field) {
        return content.path("expect").path(field).asText();
    }

    @Override
    public String toString() {
        return file.getFileName() + ": " + name();
    }
}
