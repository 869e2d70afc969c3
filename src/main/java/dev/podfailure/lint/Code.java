package dev.podfailure.lint;

/** What lint can find. {@code docs/lint.md} has each with an example. */
public enum Code {
    /** A value of another type than the schema says. */
    WRONG_TYPE("wrong-type", true),
    /** A property that the schema does not have. */
    UNKNOWN_FIELD("unknown-field", true),
    /** A required property that is missing. */
    MISSING("missing", true),
    /** A value out of its range, too long, or not one of the allowed words. */
    BAD_VALUE("bad-value", true),
    /** A name or value that must not be there twice. */
    NOT_UNIQUE("not-unique", true),
    /** Properties that do not go together, as a CEL rule of the schema says. */
    CONTRADICTION("contradiction", true),
    /** A regular expression that is refused. */
    BAD_PATTERN("bad-pattern", true),
    /** A match condition that the operator cannot compile. */
    BAD_EXPRESSION("bad-expression", true),
    /** What only rule sets in the operator's namespace may do. */
    NOT_ALLOWED("not-allowed", true),
    /** A rule that can never win. */
    UNWINNABLE("unwinnable", false),
    /** A rule that asks the same as an earlier one. */
    DUPLICATE("duplicate", false),
    /** Exit code 0, where it changes nothing. */
    EXIT_CODE_ZERO("exit-code-zero", false),
    /** A pattern without a literal text that rules most pods out. */
    NO_LITERAL("no-literal", false),
    /** {@code .*} at an end of a pattern. */
    REDUNDANT_WILDCARD("redundant-wildcard", false),
    /** A special character of a pattern that looks as if it were meant literally. */
    UNESCAPED("unescaped", false),
    /** A property that changes nothing where it stands. */
    NO_EFFECT("no-effect", false),
    /** {@code onTerminationReason NotIn} without an exit code. */
    REASON_NOT_IN("reason-not-in", false),
    /** {@code DisruptionTarget} without {@code relativeToFailure}. */
    DISRUPTION_ANY_TIME("disruption-any-time", false),
    /** {@code onPodDeletion: Requested} in a set that is not asked about deleted pods. */
    DELETED_PODS_SKIPPED("deleted-pods-skipped", false),
    /** Two spellings of one category or subcategory. */
    TWO_SPELLINGS("two-spellings", false),
    /** A pattern on a message where a matcher of reasons would do. */
    REASON_AS_TEXT("reason-as-text", false);

    private final String id;
    private final boolean error;

    Code(String id, boolean error) {
        this.id = id;
        this.error = error;
    }

    /** As it is printed, such as {@code no-literal}. */
    public String id() {
        return id;
    }

    /** Whether the API server refuses the object, or the operator leaves something out. */
    public boolean isError() {
        return error;
    }
}
