package dev.podfailure.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A value of the configuration with its path, read as the ancestor reads it: names of fields in any case, numbers for
 * texts and the reverse, one value or a text with commas for a list.
 *
 * @param path where in the document
 * @param value {@code NullNode} if it is absent
 */
record Field(String path, JsonNode value, Remarks remarks) {

    /** Whether there is nothing. */
    boolean isAbsent() {
        return value.isNull();
    }

    /** The field of an object; an absent one if there is none, or if this is no object. */
    Field get(String name) {
        if (value instanceof ObjectNode object) {
            for (var field : object.properties()) {
                if (field.getKey().equalsIgnoreCase(name)) {
                    return new Field(path(field.getKey()), field.getValue(), remarks);
                }
            }
        }
        return new Field(path(name), NullNode.getInstance(), remarks);
    }

    /** Names what the ancestor passes over. */
    void expectOnly(String... names) {
        if (!value.isObject() && !isAbsent()) {
            remarks.error(path, "an object is expected here");
            return;
        }
        Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        known.addAll(List.of(names));
        value.properties().forEach(field -> {
            if (!known.contains(field.getKey())) {
                remarks.warning(
                        path(field.getKey()),
                        "the ancestor knows no " + Remarks.quote(field.getKey()) + " here and passes over it; so does"
                                + " this conversion");
            }
        });
    }

    String text() {
        if (value.isTextual() || value.isNumber()) {
            return value.asText();
        }
        if (!isAbsent()) {
            remarks.error(
                    path, value.isBoolean() ? "a text is expected here: put it in quotes" : "a text is expected here");
        }
        return "";
    }

    /** A text that is a name of the ancestor, which measures names in bytes. */
    String name(String what) {
        String name = text();
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LabelNames.MAX_LENGTH) {
            remarks.error(path, what + " " + Remarks.quote(name) + " has " + bytes + " bytes; 63 are allowed");
        }
        return name;
    }

    List<Field> elements() {
        if (isAbsent()) {
            return List.of();
        }
        if (value.isTextual()) {
            return value.asText().isEmpty()
                    ? List.of()
                    : Stream.of(value.asText().split(",", -1))
                            .map(part -> new Field(path, value.isTextual() ? text(part) : value, remarks))
                            .toList();
        }
        if (!value.isArray()) {
            return List.of(this);
        }
        List<Field> elements = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            elements.add(new Field(path + "[" + i + "]", value.get(i), remarks));
        }
        return elements;
    }

    private static JsonNode text(String part) {
        return com.fasterxml.jackson.databind.node.TextNode.valueOf(part);
    }

    /** A number of 32 bits; 0 if it is none, which is reported. */
    int number() {
        if (value.isIntegralNumber() && value.canConvertToInt()) {
            return value.asInt();
        }
        if (value.isTextual() && value.asText().matches("[+-]?[0-9]{1,10}")) {
            long number = Long.parseLong(value.asText());
            if (number == (int) number) {
                return (int) number;
            }
        }
        remarks.error(path, "an exit code is expected here: a whole number of 32 bits");
        return 0;
    }

    private String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
