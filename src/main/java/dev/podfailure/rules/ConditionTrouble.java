package dev.podfailure.rules;

/**
 * A match condition that could not be answered and so did not hold.
 *
 * @param rule whose condition it is
 * @param condition name of the condition
 * @param message for a person: one line, escaped and cut
 * @param overBudget whether it cost too much; else its evaluation failed
 */
public record ConditionTrouble(RuleReference rule, String condition, String message, boolean overBudget) {}
