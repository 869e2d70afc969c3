package dev.podfailure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podfailure.rules.RuleProblem.Reason;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON into the records of {@code dev.podfailure.api}, whatever it holds. Every property that the record does not have
 * and every value of another type is a problem with its path; its component is then null. The records are the only list of
 * what this version knows.
 */
final class RecordDecoder {
    private final Problems problems;

    RecordDecoder(Problems problems) {
        this.problems = problems;
    }

    /** The record; null if the node is no object. */
    <T extends Record> @Nullable T decode(JsonNode node, Class<T> type, String path) {
        if (!node.isObject()) {
            reject(node, path, "an object");
            return null;
        }
        RecordComponent[] components = type.getRecordComponents();
        reportUnknown(node, components, path);
        @Nullable Object[] arguments = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            arguments[i] = decodeValue(node.path(name), components[i].getGenericType(), path + "." + name);
        }
        return construct(type, components, arguments);
    }

    /** An absent value and an explicit null are the same, as they are to the API server. */
    private @Nullable Object decodeValue(JsonNode node, Type type, String path) {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (type instanceof Class<?> record && record.isRecord()) {
            return decode(node, record.asSubclass(Record.class), path);
        }
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return decodeList(node, list.getActualTypeArguments()[0], path);
        }
        if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
            return decodeMap(node, map.getActualTypeArguments()[1], path);
        }
        if (type == String.class && node.isTextual()) {
            return node.textValue();
        }
        if (type == Integer.class && node.isIntegralNumber() && node.canConvertToInt()) {
            return node.intValue();
        }
        reject(node, path, nameOf(type));
        return null;
    }

    private @Nullable List<Object> decodeList(JsonNode node, Type elementType, String path) {
        if (!node.isArray()) {
            reject(node, path, "a list");
            return null;
        }
        List<Object> elements = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            String elementPath = path + "[" + i + "]";
            Object element = decodeValue(node.get(i), elementType, elementPath);
            if (element != null) {
                elements.add(element);
            } else if (node.get(i).isNull()) {
                reject(node.get(i), elementPath, nameOf(elementType));
            }
        }
        return elements;
    }

    private @Nullable Map<String, Object> decodeMap(JsonNode node, Type valueType, String path) {
        if (!node.isObject()) {
            reject(node, path, "an object");
            return null;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        node.properties().forEach(property -> {
            String valuePath = path + "[" + Problems.quote(property.getKey()) + "]";
            Object value = decodeValue(property.getValue(), valueType, valuePath);
            if (value != null) {
                values.put(property.getKey(), value);
            } else if (property.getValue().isNull()) {
                reject(property.getValue(), valuePath, nameOf(valueType));
            }
        });
        return values;
    }

    private static String nameOf(Type type) {
        if (type == String.class) {
            return "a string";
        }
        return type == Integer.class ? "a whole number of 32 bits" : "an object";
    }

    private void reportUnknown(JsonNode node, RecordComponent[] components, String path) {
        Set<String> known =
                Arrays.stream(components).map(RecordComponent::getName).collect(Collectors.toSet());
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                problems.add(
                        path + "." + Problems.name(name),
                        Reason.UnknownField,
                        "this version of the operator does not know " + Problems.quote(name));
            }
        });
    }

    private void reject(JsonNode node, String path, String expected) {
        problems.add(path, Reason.InvalidValue, describe(node) + " is not " + expected);
    }

    private static String describe(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT, POJO -> "an object";
            case ARRAY -> "a list";
            case STRING -> Problems.quote(node.textValue());
            case NULL, MISSING -> "null";
            case BINARY, BOOLEAN, NUMBER -> Problems.quote(node.asText());
        };
    }

    private static <T extends Record> T construct(
            Class<T> type, RecordComponent[] components, @Nullable Object[] arguments) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getConstructor(types).newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " is not a plain public record", e);
        }
    }
}
