package dev.podfailure.api;

import org.jspecify.annotations.Nullable;

/**
 * A pattern that a text must contain. An empty text never matches.
 *
 * @param pattern RE2 syntax, unanchored, at most 1,024 characters
 * @param exclude the same; a pattern that this very text must not contain
 */
public record PatternMatcher(
        @Nullable String pattern, @Nullable String exclude) {}
