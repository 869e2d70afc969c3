package dev.podfailure.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a plain scalar means to kubectl. It reads YAML with sigs.k8s.io/yaml, whose reader takes the booleans and octal
 * numbers of YAML 1.1: {@code on} is true and {@code 010} is 8.
 */
final class YamlScalars {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE =
            Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSE =
            Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    private static final Pattern INTEGER = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
    private static final Pattern OCTAL = Pattern.compile("([-+]?)0o?([0-7]+)");
    private static final Pattern HEXADECIMAL = Pattern.compile("([-+]?)0x([0-9a-fA-F]+)");
    private static final Pattern BINARY = Pattern.compile("([-+]?)0b([01]+)");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?");
    private static final Pattern NO_NUMBER = Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
    private static final int MAX_NUMBER = 64;
    private static final String YAML_TAG = "tag:yaml.org,2002:";

    private YamlScalars() {}

    /**
     * The value of a scalar. A tag that YAML does not know makes it a text; kubectl does not refuse such a tag.
     *
     * @param tag in full, empty if there is none
     * @param isPlain whether it stands without quotes
     * @throws IllegalArgumentException with a sentence, if kubectl would take no such value
     */
    static JsonNode of(String text, String tag, boolean isPlain) {
        if (tag.isEmpty()) {
            return isPlain ? plain(text) : NODES.textNode(text);
        }
        String type = tag.startsWith(YAML_TAG) ? tag.substring(YAML_TAG.length()) : "";
        return switch (type) {
            case "null", "bool", "int", "float" -> typed(text, type);
            case "binary" -> NODES.textNode(decoded(text));
            default -> NODES.textNode(text);
        };
    }

    private static JsonNode typed(String text, String type) {
        JsonNode value = plain(text);
        boolean fits =
                switch (type) {
                    case "null" -> value.isNull();
                    case "bool" -> value.isBoolean();
                    case "int" -> value.isIntegralNumber();
                    default -> value.isNumber();
                };
        if (!fits) {
            throw new IllegalArgumentException("\"" + text + "\" is no !!" + type);
        }
        return value;
    }

    private static String decoded(String text) {
        try {
            return new String(Base64.getDecoder().decode(text.replaceAll("[\\r\\n]", "")), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a !!binary must be base64", e);
        }
    }

    /**
     * The value of a plain scalar, one without quotes and without a tag.
     *
     * @throws IllegalArgumentException with a sentence, if JSON has no such value
     */
    static JsonNode plain(String text) {
        if (NULL.contains(text)) {
            return NODES.nullNode();
        }
        if (TRUE.contains(text)) {
            return NODES.booleanNode(true);
        }
        if (FALSE.contains(text)) {
            return NODES.booleanNode(false);
        }
        boolean mayBeNumber = text.length() <= MAX_NUMBER && "+-.0123456789".indexOf(text.charAt(0)) >= 0;
        return mayBeNumber ? numberOrText(text) : NODES.textNode(text);
    }

    private static JsonNode numberOrText(String text) {
        String digits = text.replace("_", "");
        if (INTEGER.matcher(digits).matches()) {
            return integer(digits, 10);
        }
        if (OCTAL.matcher(digits).matches()) {
            return integer(OCTAL.matcher(digits).replaceFirst("$1$2"), 8);
        }
        if (HEXADECIMAL.matcher(digits).matches()) {
            return integer(HEXADECIMAL.matcher(digits).replaceFirst("$1$2"), 16);
        }
        if (BINARY.matcher(digits).matches()) {
            return integer(BINARY.matcher(digits).replaceFirst("$1$2"), 2);
        }
        if (NO_NUMBER.matcher(text).matches()) {
            throw new IllegalArgumentException(text + " is no value that Kubernetes knows; for a text, put it in quotes");
        }
        boolean isNumber = FLOAT.matcher(text).matches() && Double.isFinite(Double.parseDouble(text));
        return isNumber ? NODES.numberNode(new BigDecimal(text)) : NODES.textNode(text);
    }

    private static JsonNode integer(String digits, int radix) {
        BigInteger number = new BigInteger(digits, radix);
        if (number.bitLength() < Integer.SIZE) {
            return NODES.numberNode(number.intValue());
        }
        return number.bitLength() < Long.SIZE ? NODES.numberNode(number.longValue()) : NODES.numberNode(number);
    }
}
