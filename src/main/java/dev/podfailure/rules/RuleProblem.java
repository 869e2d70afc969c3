package dev.podfailure.rules;

/**
 * A mistake in a rule set, told to its author in the status.
 *
 * @param path where in the object, such as {@code spec.rules[3].onPodError.pattern}
 * @param reason what kind of mistake
 * @param message for a person: what is wrong and what happens because of it
 */
public record RuleProblem(String path, Reason reason, String message) {

    /** What kind of mistake. The names stand in the status as they are here. */
    public enum Reason {
        /** A property that this version of the operator does not know. */
        UnknownField,
        /** A value of the wrong type, out of its range, or not one of the allowed words. */
        InvalidValue,
        /** A regular expression that RE2 does not accept, or that would cost too much. */
        InvalidPattern,
        /** A match condition that is no CEL, or whose types do not fit. */
        InvalidExpression,
        /** A required property is missing. */
        Required,
        /** A second rule of the same name. */
        Duplicate,
        /** A priority that only rule sets in the operator's namespace may have. */
        PriorityNotAllowed,
        /** {@code outcome: Ignored} in a rule set that may not declare failures to be none. */
        OutcomeNotAllowed,
        /** Another property that only rule sets in the operator's namespace may have. */
        NotAllowed,
        /** A property that changes nothing where it stands: a warning, the rule is in use. */
        NoEffect
    }
}
