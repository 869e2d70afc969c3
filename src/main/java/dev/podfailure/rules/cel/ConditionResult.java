package dev.podfailure.rules.cel;

/** What the conditions of a rule say about a failure. Everything but {@link True} is a non-match. */
public sealed interface ConditionResult {

    /** Every condition holds. */
    record True() implements ConditionResult {}

    /**
     * A condition does not hold.
     *
     * @param condition its name
     */
    record False(String condition) implements ConditionResult {}

    /**
     * A condition has no value for this failure, because it uses a field that is absent here, divides by zero and the like.
     *
     * @param condition its name
     * @param message for a person; one line, without control characters, at most {@link MatchConditions#MAX_ERROR}
     *     characters
     */
    record EvaluationError(String condition, String message) implements ConditionResult {}

    /**
     * The conditions cost more than the rule may spend on one failure.
     *
     * @param condition the name of the one that was being asked
     */
    record OverBudget(String condition) implements ConditionResult {}

    /** Whether every condition holds. */
    default boolean holds() {
        return this instanceof True;
    }
}
