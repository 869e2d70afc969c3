package dev.podfailure.rules.cel;

import java.util.ArrayList;
import java.util.List;

/** String functions with the meaning of Kubernetes' CEL library (cel-go, ext/strings.go): positions count code points. */
final class StringFunctions {
    private StringFunctions() {}

    /** The position of the part at or after a position, -1 if there is none. */
    static long indexOf(String text, String part, long from) {
        if (part.isEmpty()) {
            return from;
        }
        if (from < 0) {
            throw new IllegalArgumentException("index out of range: " + from);
        }
        if (from >= length(text)) {
            return -1;
        }
        int found = text.indexOf(part, text.offsetByCodePoints(0, (int) from));
        return found < 0 ? -1 : text.codePointCount(0, found);
    }

    /** The last position of the part, -1 if there is none. */
    static long lastIndexOf(String text, String part) {
        return part.isEmpty() ? length(text) : position(text, text.lastIndexOf(part));
    }

    /** The last position of the part at or before a position, -1 if there is none. */
    static long lastIndexOf(String text, String part, long from) {
        if (part.isEmpty()) {
            return from;
        }
        if (from < 0 || from >= length(text)) {
            throw new IllegalArgumentException("index out of range: " + from);
        }
        return position(text, text.lastIndexOf(part, text.offsetByCodePoints(0, (int) from)));
    }

    /**
     * How often a part is found from the left, never overlapping; an empty part is found before each character and at the
     * end.
     *
     * @param limit counts no further; below 0 for no limit
     */
    static int occurrences(String text, String part, long limit) {
        if (part.isEmpty()) {
            int places = length(text) + 1;
            return limit < 0 ? places : (int) Math.min(limit, places);
        }
        int times = 0;
        int at = text.indexOf(part);
        while (at >= 0 && (limit < 0 || times < limit)) {
            times++;
            at = text.indexOf(part, at + part.length());
        }
        return times;
    }

    /** Puts another text in the place of the first occurrences of a part. */
    static String replace(String text, String part, String by, int times) {
        StringBuilder replaced = new StringBuilder();
        int from = 0;
        for (int i = 0; i < times; i++) {
            int at = part.isEmpty() ? afterCharacters(text, from, i == 0 ? 0 : 1) : text.indexOf(part, from);
            replaced.append(text, from, at).append(by);
            from = at + part.length();
        }
        return replaced.append(text, from, text.length()).toString();
    }

    /**
     * The text between separators; between characters for an empty one.
     *
     * @param limit of parts, the last of which is the rest; below 0 for no limit
     */
    static List<String> split(String text, String separator, long limit) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        while (limit < 0 || parts.size() < limit - 1) {
            int end = endOfPart(text, separator, from);
            if (end < 0) {
                break;
            }
            parts.add(text.substring(from, end));
            from = end + separator.length();
        }
        boolean nothingLeft = separator.isEmpty() && from == text.length();
        if (limit != 0 && !nothingLeft) {
            parts.add(text.substring(from));
        }
        return parts;
    }

    private static int endOfPart(String text, String separator, int from) {
        if (!separator.isEmpty()) {
            return text.indexOf(separator, from);
        }
        return from < text.length() ? afterCharacters(text, from, 1) : -1;
    }

    private static int afterCharacters(String text, int from, int characters) {
        return text.offsetByCodePoints(from, characters);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static long position(String text, int index) {
        return index < 0 ? -1 : text.codePointCount(0, index);
    }
}
