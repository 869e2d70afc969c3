package dev.podfailure.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Writes objects as a person would: patterns in single quotes, short lists on one line. */
public final class RuleSetYaml {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9._/-]*");
    private static final Set<String> NOT_A_TEXT = Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");
    private static final int SPACES = 2;

    private final StringBuilder out = new StringBuilder();

    private RuleSetYaml() {}

    /** One document, without {@code ---}. */
    public static String of(ObjectNode object) {
        RuleSetYaml yaml = new RuleSetYaml();
        yaml.fields(object, 0, "");
        return yaml.out.toString();
    }

    /** @param firstIndent what stands before the first field, such as the dash of a list */
    private void fields(ObjectNode object, int indent, String firstIndent) {
        String before = firstIndent;
        for (var field : object.properties()) {
            out.append(before.isEmpty() ? " ".repeat(indent) : before)
                    .append(text(field.getKey()))
                    .append(':');
            before = "";
            value(field.getValue(), indent);
        }
    }

    private void value(JsonNode value, int indent) {
        if (value instanceof ObjectNode object && !object.isEmpty()) {
            out.append('\n');
            fields(object, indent + SPACES, "");
        } else if (value.isArray() && !value.isEmpty() && value.get(0).isObject()) {
            out.append('\n');
            String dash = " ".repeat(indent + SPACES) + "- ";
            value.forEach(element -> fields((ObjectNode) element, indent + 2 * SPACES, dash));
        } else {
            out.append(' ').append(inline(value)).append('\n');
        }
    }

    private static String inline(JsonNode value) {
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(RuleSetYaml::inline)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        if (value.isObject()) {
            return "{}";
        }
        return value.isTextual() ? text(value.asText()) : value.asText();
    }

    private static String text(String text) {
        if (PLAIN.matcher(text).matches() && !NOT_A_TEXT.contains(text.toLowerCase(java.util.Locale.ROOT))) {
            return text;
        }
        boolean printable = text.codePoints().allMatch(RuleSetYaml::isPrintable);
        return printable ? "'" + text.replace("'", "''") + "'" : escaped(text);
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                escaped.append('\\').appendCodePoint(c);
            } else if (isPrintable(c)) {
                escaped.appendCodePoint(c);
            } else {
                escaped.append(String.format(java.util.Locale.ROOT, c <= 0xFFFF ? "\\u%04x" : "\\U%08x", c));
            }
        });
        return escaped.append('"').toString();
    }

    /** What YAML may hold outside double quotes on one line, and an editor shows. */
    private static boolean isPrintable(int c) {
        return c >= ' '
                && c != 0x7F
                && !(c >= 0x80 && c < 0xA0)
                && c != 0x2028
                && c != 0x2029
                && c != 0xFEFF
                && !(c >= 0xD800 && c <= 0xDFFF)
                && (c & 0xFFFE) != 0xFFFE;
    }
}
