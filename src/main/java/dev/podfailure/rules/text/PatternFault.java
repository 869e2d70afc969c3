package dev.podfailure.rules.text;

/**
 * What is wrong with a pattern.
 *
 * @param position where, as an index into the pattern
 * @param kind see there
 * @param message for the author of the pattern, without the pattern itself
 */
public record PatternFault(int position, Kind kind, String message) {
    /** Kinds of faults. All but {@link #SYNTAX} are patterns that RE2/J must not get to see. */
    public enum Kind {
        /** Not RE2's syntax as far as this parser can tell; RE2/J has the last word. */
        SYNTAX,
        /** Much longer than any pattern that the schema lets in. */
        LENGTH,
        /** Groups or repetitions nested too deeply: RE2/J would overflow the stack. */
        NESTING,
        /** Nested counted repetitions with too large a product: Go refuses them, RE2/J would take all memory. */
        REPETITION,
        /** Case-insensitive letters on which RE2/J 1.8 loops for ever. */
        FOLDING,
        /** Alternatives that RE2/J 1.8 confuses: its answer would not be Go's. */
        MIXED_CASE,
        /** RE2/J takes it, Go does not: the API server and the ancestor refuse it. */
        NOT_IN_GO,
        /** Half a character: Go takes it as an escape and never finds it, RE2/J finds it in the middle of a character. */
        HALF_CHARACTER
    }

    /** Whether the pattern is wrong whatever RE2/J says of it: dangerous, answered wrongly or refused by Go. */
    public boolean mustBeRefused() {
        return kind != Kind.SYNTAX;
    }
}
