package dev.podfailure.lint;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds characters with a special meaning in a pattern that look as if they were meant as they stand. */
final class LiteralLooks {
    /** What is escaped or quoted is meant; it becomes a character that means nothing here. */
    private static final Pattern MEANT = Pattern.compile("\\\\Q.*?(\\\\E|$)|\\\\[pP]\\{[^}]*}|\\\\.", Pattern.DOTALL);

    private static final String NEUTRAL = "\u0001";
    private static final Pattern CLASS = Pattern.compile("\\[\\^?\\]?(\\[:\\^?[a-z]+:]|[^\\]])*]");
    private static final Pattern DOT = Pattern.compile("[A-Za-z]{2}\\.[A-Za-z]{2}|[0-9]\\.[0-9]");
    private static final Pattern EMPTY_GROUP = Pattern.compile("\\(\\)");
    private static final Pattern IDLE_GROUP = Pattern.compile("[A-Za-z_]\\(([A-Za-z0-9_, ]+)\\)(?![*+?{])");
    private static final Pattern WORD_IN_BRACKETS = Pattern.compile("\\[([A-Za-z]{4,}|[0-9])](?![*+?{])");

    private LiteralLooks() {}

    /** What to tell the author; empty if nothing looks odd. */
    static Optional<String> of(String regex) {
        String text = MEANT.matcher(regex).replaceAll(NEUTRAL);
        Optional<String> brackets = first(WORD_IN_BRACKETS, text)
                .map(found -> found + " matches one character of those: write \\" + found.replace("]", "\\]")
                        + " for the text");
        String outside = CLASS.matcher(text).replaceAll(NEUTRAL);
        return brackets.or(() -> first(EMPTY_GROUP, outside)
                        .map(found -> found + " matches nothing at all: write \\(\\) for the text"))
                .or(() -> first(IDLE_GROUP, outside)
                        .map(found -> "the parentheses in " + found + " only group: write \\( and \\) for the text"))
                .or(() -> first(DOT, outside)
                        .map(found -> "the dot in " + found + " matches any character: write \\. for a dot"));
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
    }
}
