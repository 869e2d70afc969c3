package dev.podfailure.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Objects of a stream of YAML by what they are called. */
final class RenderedObjects {
    private static final Pattern BETWEEN = Pattern.compile("(?m)^---.*$");

    private RenderedObjects() {}

    /** By {@code apiVersion kind namespace/name}; one that comes twice is an exception. */
    static Map<String, JsonNode> in(String yaml) {
        Map<String, JsonNode> objects = new TreeMap<>();
        for (String document : BETWEEN.splitAsStream(yaml).toList()) {
            JsonNode object = Serialization.unmarshal("x:\n" + document.indent(1), JsonNode.class)
                    .path("x");
            if (object.isObject() && objects.put(identity(object), object) != null) {
                throw new IllegalStateException(identity(object) + " comes twice");
            }
        }
        return objects;
    }

    /** The same without what Helm adds of its own. */
    static Map<String, JsonNode> ofChart(String yaml) {
        Map<String, JsonNode> objects = in(yaml);
        objects.values().forEach(object -> {
            if (object.at("/metadata/labels") instanceof ObjectNode labels) {
                labels.remove(Helm.OWN_LABELS);
            }
        });
        return objects;
    }

    /** The one of this name, which has to be there. */
    static JsonNode named(String identity, Map<String, JsonNode> objects) {
        return Objects.requireNonNull(objects.get(identity), identity);
    }

    private static String identity(JsonNode object) {
        return object.path("apiVersion").asText() + " " + object.path("kind").asText() + " "
                + object.at("/metadata/namespace").asText() + "/"
                + object.at("/metadata/name").asText();
    }
}
