package dev.podfailure.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Holds single values against their schema. */
final class ScalarCheck {
    private final Findings findings;
    private final Map<String, Pattern> patterns = new HashMap<>();

    ScalarCheck(Findings findings) {
        this.findings = findings;
    }

    void check(JsonNode schema, JsonNode value, String path) {
        JsonNode words = schema.path("enum");
        if (words.isArray() && StreamSupport.stream(words.spliterator(), false).noneMatch(value::equals)) {
            findings.add(
                    path,
                    Code.BAD_VALUE,
                    Findings.quote(value.asText()) + " is not one of "
                            + StreamSupport.stream(words.spliterator(), false)
                                    .map(JsonNode::asText)
                                    .collect(Collectors.joining(", ")));
        }
        if (value.isTextual()) {
            text(schema, value.asText(), path);
        } else if (value.isNumber()) {
            number(schema, value.decimalValue(), path);
        }
    }

    private void text(JsonNode schema, String text, String path) {
        int length = text.codePointCount(0, text.length());
        JsonNode max = schema.path("maxLength");
        if (length < schema.path("minLength").asInt(0)) {
            findings.add(path, Code.BAD_VALUE, "it must not be empty");
        } else if (max.isNumber() && length > max.asInt()) {
            findings.add(
                    path,
                    Code.BAD_VALUE,
                    Findings.quote(text) + " has " + length + " characters, at most " + max + " are allowed");
        } else if (schema.has("pattern")
                && !patterns.computeIfAbsent(schema.path("pattern").asText(), Pattern::compile)
                        .matcher(text)
                        .find()) {
            findings.add(
                    path,
                    Code.BAD_VALUE,
                    Findings.quote(text) + " is "
                            + (isLabelValue(schema)
                                    ? "no label value: letters, digits, '-', '_' and '.', with a letter or digit at both"
                                            + " ends"
                                    : "not of the form "
                                            + schema.path("pattern").asText()));
        }
    }

    private static boolean isLabelValue(JsonNode schema) {
        return schema.path("pattern").asText().contains("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");
    }

    private void number(JsonNode schema, BigDecimal number, String path) {
        JsonNode min = schema.path("minimum");
        JsonNode max = schema.path("maximum");
        if (min.isNumber() && number.compareTo(min.decimalValue()) < 0) {
            findings.add(path, Code.BAD_VALUE, number + " is less than " + min);
        }
        if (max.isNumber() && number.compareTo(max.decimalValue()) > 0) {
            findings.add(path, Code.BAD_VALUE, number + " is more than " + max);
        }
    }
}
