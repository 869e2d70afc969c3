package dev.podfailure.rules.text;

/**
 * What is wrong with a pattern.
 *
 * @param position where, as an index into the pattern
 * @param kind see there
 * @param message for the author of the pattern, without the pattern itself
 */
public record PatternFault(int position, Kind kind, String message) {
    /** Kinds of faults. All but {@link #SYNTAX} are patterns that must never reach {@code Pattern.compile}. */
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
        FOLDING
    }

    /** Whether compiling the pattern with RE2/J would endanger the process. */
    public boolean isHazard() {
        return kind != Kind.SYNTAX;
    }
}
