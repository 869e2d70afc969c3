package dev.podfailure.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as CEL takes it: maps, lists, texts, 64-bit numbers. What is null is absent. */
final class CelValues {
    private CelValues() {}

    static Object of(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> object(value);
            case ARRAY -> list(value);
            case BOOLEAN -> value.asBoolean();
            case NUMBER -> value.canConvertToExactIntegral() ? (Object) value.asLong() : (Object) value.asDouble();
            default -> value.asText();
        };
    }

    private static Map<String, Object> object(JsonNode value) {
        Map<String, Object> fields = new LinkedHashMap<>();
        value.properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                fields.put(field.getKey(), of(field.getValue()));
            }
        });
        return fields;
    }

    private static List<Object> list(JsonNode value) {
        List<Object> elements = new ArrayList<>();
        value.forEach(element -> elements.add(of(element)));
        return elements;
    }
}
