package dev.podfailure.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
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
    private static final int MAX_NUMBER = 64;

    private YamlScalars() {}

    /** The value of a plain scalar, one without quotes and without a tag. */
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
        return FLOAT.matcher(text).matches() ? NODES.numberNode(new BigDecimal(text)) : NODES.textNode(text);
    }

    private static JsonNode integer(String digits, int radix) {
        BigInteger number = new BigInteger(digits, radix);
        if (number.bitLength() < Integer.SIZE) {
            return NODES.numberNode(number.intValue());
        }
        return number.bitLength() < Long.SIZE ? NODES.numberNode(number.longValue()) : NODES.numberNode(number);
    }
}
