package dev.podfailure.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The objects that {@code docs/gitops.md} shows, in order. */
final class DocumentedObjects {
    static final Path PAGE = Path.of("docs", "gitops.md");

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");
    private static final Pattern BETWEEN = Pattern.compile("(?m)^---$");

    private DocumentedObjects() {}

    static List<JsonNode> all() throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        BLOCK.matcher(Files.readString(PAGE))
                .results()
                .flatMap(block -> BETWEEN.splitAsStream(block.group(1)))
                .forEach(document -> objects.add(Serialization.unmarshal(document, JsonNode.class)));
        return objects;
    }

    static List<JsonNode> ofKind(String kind) throws IOException {
        return all().stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .toList();
    }

    /** Every value of that name, however deep it lies. */
    static List<JsonNode> values(String name) throws IOException {
        return all().stream()
                .flatMap(object -> object.findValues(name).stream())
                .toList();
    }
}
