package dev.podfailure.rules.cel;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes one short line of a library's message, which may quote texts of pods. */
final class OneLine {
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern INVISIBLE = Pattern.compile("\\p{C}");

    private OneLine() {}

    static String of(@Nullable String message) {
        return of(message, MatchConditions.MAX_ERROR);
    }

    static String of(@Nullable String message, int maxCharacters) {
        String text = message == null ? "no message" : message;
        // Cut before the work too: a message can quote all of a long text.
        String head = text.substring(0, Math.min(text.length(), 4 * maxCharacters));
        String line =
                INVISIBLE.matcher(BLANKS.matcher(head.strip()).replaceAll(" ")).replaceAll("?");
        return line.length() <= maxCharacters ? line : cut(line, maxCharacters - 3) + "...";
    }

    private static String cut(String line, int length) {
        return line.substring(0, Character.isHighSurrogate(line.charAt(length - 1)) ? length - 1 : length);
    }
}
