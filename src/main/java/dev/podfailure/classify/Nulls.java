package dev.podfailure.classify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;

/** What a {@code null} in a file means: to the API server, a field or an element that says nothing. */
final class Nulls {
    private Nulls() {}

    /** Takes every null out of a value, however deep. A label keeps its name: its value is empty then, as in Go. */
    static void remove(JsonNode value) {
        if (value instanceof ObjectNode object && object.path("labels") instanceof ObjectNode labels) {
            labels.properties().stream()
                    .filter(label -> label.getValue().isNull())
                    .map(Map.Entry::getKey)
                    .toList()
                    .forEach(name -> labels.put(name, ""));
        }
        if (value instanceof ObjectNode || value instanceof ArrayNode) {
            for (Iterator<JsonNode> parts = value.elements(); parts.hasNext(); ) {
                JsonNode part = parts.next();
                if (part.isNull()) {
                    parts.remove();
                } else {
                    remove(part);
                }
            }
        }
    }
}
