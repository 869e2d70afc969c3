package dev.podfailure.rules;

/** Bounds of a rule set; the CRD has the same. Characters are Unicode code points, as in an OpenAPI schema. */
public final class RuleLimits {
    public static final int MAX_RULES = 500;
    public static final int MIN_PRIORITY = -1000;
    public static final int MAX_PRIORITY = 1000;
    public static final int MAX_LABEL_VALUE = 63;
    public static final int MAX_HINT = 256;
    public static final int MAX_PATTERN = TextPattern.MAX_LENGTH;

    /** Entries of {@code onPodReason.values} and of {@code containers.names}. */
    public static final int MAX_VALUES = 64;

    /** Entries of {@code onExitCodes.values}: as many as in a Job's {@code podFailurePolicy}. */
    public static final int MAX_EXIT_CODES = 255;

    /** Length of one reason, in {@code values} or as {@code reason} of an event. */
    public static final int MAX_REASON = 128;

    private RuleLimits() {}
}
