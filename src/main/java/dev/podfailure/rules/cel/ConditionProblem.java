package dev.podfailure.rules.cel;

/**
 * A mistake in a match condition, told to the author of the rule.
 *
 * @param path relative to the rule, such as {@code matchConditions[0].expression}
 * @param reason what kind of mistake
 * @param message for a person: what is wrong, where in the expression, and what would be right
 */
public record ConditionProblem(String path, Reason reason, String message) {

    /** What kind of mistake. Words that {@code RuleProblem.Reason} has too mean the same there. */
    public enum Reason {
        /** A name or an expression is missing. */
        Required,
        /** A value of the wrong form, or too many of them. */
        InvalidValue,
        /** A second condition of the same name in one rule. */
        Duplicate,
        /** The expression is no CEL, or its types do not fit. */
        InvalidExpression,
        /** The expression uses a field that the operator does not keep, or that no such object has. */
        UnknownField,
        /** A regular expression in it is not accepted. */
        InvalidPattern
    }
}
