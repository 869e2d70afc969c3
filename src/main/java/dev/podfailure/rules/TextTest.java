package dev.podfailure.rules;

import org.jspecify.annotations.Nullable;

/**
 * {@code pattern} and {@code exclude}: what a rule asks of one text. An empty text passes no test.
 *
 * @param pattern what must be in the text
 * @param exclude what must not be in the same text; absent means nothing
 */
record TextTest(TextPattern pattern, @Nullable TextPattern exclude) {
    boolean passes(String text) {
        return !text.isEmpty() && pattern.isIn(text) && (exclude == null || !exclude.isIn(text));
    }

    String matchedPart(String text) {
        return pattern.matchedPart(text);
    }
}
