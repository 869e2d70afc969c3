package dev.podfailure.rules;

/** What a rule says that the match means. The names stand in the custom resource as {@code Failure} and {@code Ignored}. */
public enum Outcome {
    /** The pod failed. */
    FAILURE,
    /** This is no failure: the pod is skipped. */
    IGNORED
}
