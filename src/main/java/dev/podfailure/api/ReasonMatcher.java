package dev.podfailure.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reason that is (not) listed, or that contains a pattern. An absent reason matches neither.
 *
 * @param operator {@code In} or {@code NotIn}, with {@code values}
 * @param values reasons, compared exactly
 * @param pattern RE2 syntax, unanchored, instead of {@code operator} and {@code values}
 */
public record ReasonMatcher(
        @Nullable String operator,
        @Nullable List<String> values,
        @Nullable String pattern) {}
