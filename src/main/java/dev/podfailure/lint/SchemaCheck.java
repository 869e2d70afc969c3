package dev.podfailure.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/**
 * Holds a value against a structural schema, as the API server does: a property that is null is as good as absent, an
 * element that is null is not.
 */
final class SchemaCheck {
    private final Findings findings;
    private final SchemaRules rules;
    private final ScalarCheck scalars;

    SchemaCheck(Findings findings, SchemaRules rules) {
        this.findings = findings;
        this.rules = rules;
        this.scalars = new ScalarCheck(findings);
    }

    /** Checks a value and all that is in it. */
    void check(JsonNode schema, JsonNode value, String path) {
        if (!hasType(schema, value, path)) {
            return;
        }
        if (value.isObject()) {
            object(schema, value, path);
        } else if (value.isArray()) {
            list(schema, value, path);
        } else {
            scalars.check(schema, value, path);
        }
        // The API server, too, asks the rules of a value only if the value is right by itself.
        if (!findings.hasErrorIn(path)) {
            rules.check(schema, value, path, findings);
        }
    }

    private boolean hasType(JsonNode schema, JsonNode value, String path) {
        String expected = schema.path("type").asText();
        boolean right =
                switch (expected) {
                    case "object" -> value.isObject();
                    case "array" -> value.isArray();
                    case "string" -> value.isTextual();
                    case "boolean" -> value.isBoolean();
                    case "integer" -> isWhole(value);
                    case "number" -> value.isNumber();
                    default -> true;
                };
        if (!right) {
            String advice = expected.equals("string") && (value.isBoolean() || value.isNumber())
                    ? "; in YAML, a text that looks like a number or a boolean needs quotes"
                    : "";
            findings.add(path, Code.WRONG_TYPE, "it must be " + word(expected) + ", not " + describe(value) + advice);
        }
        return right;
    }

    /** 1.0 is a whole number in JSON. */
    private static boolean isWhole(JsonNode value) {
        return value.isIntegralNumber()
                || (value.isNumber()
                        && value.decimalValue().stripTrailingZeros().scale() <= 0);
    }

    private static String word(String type) {
        return switch (type) {
            case "array" -> "a list";
            case "string" -> "a text";
            case "integer" -> "a whole number";
            case "object" -> "an object";
            default -> "a " + type;
        };
    }

    private static String describe(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case STRING -> "the text " + Findings.quote(value.asText());
            case NULL -> "null";
            case BOOLEAN -> "the boolean " + value.asText();
            default -> "the number " + value.asText();
        };
    }

    private void object(JsonNode schema, JsonNode value, String path) {
        JsonNode properties = schema.path("properties");
        JsonNode additional = schema.path("additionalProperties");
        boolean open = properties.isMissingNode() && additional.isMissingNode();
        value.properties().forEach(field -> {
            String name = field.getKey();
            String below = path.isEmpty() ? name : path + "." + name;
            JsonNode known = properties.has(name) ? properties.path(name) : additional;
            if (!known.isMissingNode()) {
                if (!field.getValue().isNull()) {
                    check(known, field.getValue(), below);
                }
            } else if (!open) {
                findings.add(
                        below,
                        Code.UNKNOWN_FIELD,
                        "there is no field " + Findings.quote(name) + " here" + Suggestion.of(name, properties));
            }
        });
        for (JsonNode required : schema.path("required")) {
            if (value.path(required.asText()).isMissingNode()
                    || value.path(required.asText()).isNull()) {
                findings.add(path, Code.MISSING, required.asText() + " is required");
            }
        }
        count(schema, "Properties", value.size(), path);
    }

    private void list(JsonNode schema, JsonNode value, String path) {
        count(schema, "Items", value.size(), path);
        JsonNode items = schema.path("items");
        for (int i = 0; i < value.size(); i++) {
            check(items, value.get(i), path + "[" + i + "]");
        }
        unique(schema, value, path);
    }

    private void count(JsonNode schema, String of, int size, String path) {
        String things = of.equals("Items") ? "values" : "fields";
        JsonNode min = schema.path("min" + of);
        JsonNode max = schema.path("max" + of);
        if (min.isNumber() && size < min.asInt()) {
            findings.add(path, Code.BAD_VALUE, "it has " + size + " " + things + ", at least " + min + " are needed");
        }
        if (max.isNumber() && size > max.asInt()) {
            findings.add(path, Code.BAD_VALUE, "it has " + size + " " + things + ", at most " + max + " are allowed");
        }
    }

    private void unique(JsonNode schema, JsonNode list, String path) {
        String type = schema.path("x-kubernetes-list-type").asText();
        if (!type.equals("set") && !type.equals("map")) {
            return;
        }
        String key = type.equals("map")
                ? schema.path("x-kubernetes-list-map-keys").path(0).asText()
                : "";
        Set<JsonNode> seen = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode identity = key.isEmpty() ? list.get(i) : list.get(i).path(key);
            if (!identity.isMissingNode() && !seen.add(identity)) {
                findings.add(
                        path + "[" + i + "]" + (key.isEmpty() ? "" : "." + key),
                        Code.NOT_UNIQUE,
                        Findings.quote(identity.asText()) + " is there already");
            }
        }
    }
}
