package dev.podfailure.rules;

import dev.podfailure.rules.cel.MatchConditionCompiler;

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

    public static final int MAX_POD_CONDITIONS = 8;
    public static final int MAX_CONDITION_PATTERN = 256;

    /** Length of the type of a pod condition, as in Kubernetes. */
    public static final int MAX_CONDITION_TYPE = 316;

    public static final int MAX_MATCH_CONDITIONS = MatchConditionCompiler.MAX_CONDITIONS;

    public static final int MAX_SELECTOR_LABELS = 64;
    public static final int MAX_SELECTOR_EXPRESSIONS = 64;
    public static final int MAX_SELECTOR_VALUES = 64;

    /** A DNS subdomain, a slash and a name. */
    public static final int MAX_LABEL_KEY = 253 + 1 + 63;

    /**
     * Instructions of all patterns of one set that no literal spares a text: together they take less than a second for a
     * text of 4 KiB, which the budget of a classification then cuts.
     */
    public static final int MAX_PROGRAM_SUM = 20_000;

    private RuleLimits() {}
}
