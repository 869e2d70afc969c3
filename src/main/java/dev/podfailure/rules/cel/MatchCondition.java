package dev.podfailure.rules.cel;

import org.jspecify.annotations.Nullable;

/**
 * One of a rule's {@code matchConditions}, as its author wrote it.
 *
 * @param name names the condition in problems, evidence and metrics; unique in the rule
 * @param expression CEL, of type {@code bool}
 */
public record MatchCondition(
        @Nullable String name, @Nullable String expression) {}
