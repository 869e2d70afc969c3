package dev.podfailure.api;

import org.jspecify.annotations.Nullable;

/**
 * One element of {@code matchConditions}.
 *
 * @param name names the condition in problems, evidence and metrics; unique in the rule
 * @param expression CEL, of type {@code bool}
 */
public record MatchCondition(
        @Nullable String name, @Nullable String expression) {}
