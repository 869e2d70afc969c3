package dev.podfailure.rules;

/** Bounds of a rule set; the CRD has the same. Characters are Unicode code points, as in an OpenAPI schema. */
public final class RuleLimits {
    public static final int MAX_RULES = 500;
    public static final int MIN_PRIORITY = -1000;
    public static final int MAX_PRIORITY = 1000;
    public static final int MAX_LABEL_VALUE = 63;
    public static final int MAX_HINT = 256;
    public static final int MAX_PATTERN = TextPattern.MAX_LENGTH;

    public static final int MAX_CONTAINER_NAMES = 32;
    public static final int MAX_CONDITIONS = 3;
    public static final int MAX_EXIT_CODES = 255;
    public static final int MAX_REASONS = 64;

    /** Length of one reason, in {@code values} or as {@code reason} of an event. */
    public static final int MAX_REASON = 128;

    private RuleLimits() {}
}
