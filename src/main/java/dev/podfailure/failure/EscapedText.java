package dev.podfailure.failure;

import java.nio.charset.StandardCharsets;

/**
 * Text from pods and from users, made safe for one line of a terminal, a log or an annotation.
 *
 * <p>Control characters (C0, DEL, C1), ESC and CR among them, line separators, invisible formatting characters (the
 * bidirectional controls are some of them) and lone surrogates become escapes such as {@code \n} or {@code \u202e}.
 * Anything else stays, backslashes too: escaping twice changes nothing.
 */
public final class EscapedText {
    private static final String ELLIPSIS = "...";

    private EscapedText() {}

    /** The whole text, escaped. */
    public static String of(String text) {
        int safe = safePrefix(text);
        if (safe == text.length()) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16).append(text, 0, safe);
        text.codePoints().skip(text.codePointCount(0, safe)).forEach(character -> append(escaped, character));
        return escaped.toString();
    }

    /**
     * The text escaped and cut.
     *
     * @param maxCharacters of the answer, at least 3; a text that was cut ends with three dots
     */
    public static String of(String text, int maxCharacters) {
        // An escape never makes a text shorter, so what lies beyond the limit need not be looked at.
        String head = text.length() > maxCharacters ? head(text, maxCharacters + 2) : text;
        String escaped = of(head);
        if (escaped.length() <= maxCharacters) {
            return escaped;
        }
        return head(escaped, maxCharacters - ELLIPSIS.length()) + ELLIPSIS;
    }

    /**
     * The text cut to a number of bytes in UTF-8, at the border of a character.
     *
     * @param maxBytes of the answer, at least 3; a text that was cut ends with three dots
     */
    public static String cutToBytes(String text, int maxBytes) {
        if (text.getBytes(StandardCharsets.UTF_8).length <= maxBytes) {
            return text;
        }
        int bytes = 0;
        int end = 0;
        while (end < text.length()) {
            int character = text.codePointAt(end);
            bytes += utf8Length(character);
            if (bytes > maxBytes - ELLIPSIS.length()) {
                break;
            }
            end += Character.charCount(character);
        }
        return text.substring(0, end) + ELLIPSIS;
    }

    /** The first characters of a text; never half of a surrogate pair. */
    static String head(String text, int maxCharacters) {
        if (text.length() <= maxCharacters) {
            return text;
        }
        boolean splitsPair = maxCharacters > 0 && Character.isHighSurrogate(text.charAt(maxCharacters - 1));
        return text.substring(0, splitsPair ? maxCharacters - 1 : maxCharacters);
    }

    private static int safePrefix(String text) {
        int at = 0;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            if (mustEscape(character)) {
                return at;
            }
            at += Character.charCount(character);
        }
        return at;
    }

    private static boolean mustEscape(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    private static void append(StringBuilder escaped, int character) {
        if (!mustEscape(character)) {
            escaped.appendCodePoint(character);
            return;
        }
        switch (character) {
            case '\n' -> escaped.append("\\n");
            case '\r' -> escaped.append("\\r");
            case '\t' -> escaped.append("\\t");
            default -> {
                for (char unit : Character.toChars(character)) {
                    escaped.append(String.format("\\u%04x", (int) unit));
                }
            }
        }
    }

    private static int utf8Length(int character) {
        if (character < 0x80) {
            return 1;
        }
        if (character < 0x800) {
            return 2;
        }
        return character < 0x10000 ? 3 : 4;
    }
}
