package dev.podfailure.rules.text;

/** A place in a pattern that moves on. */
final class RegexReader {
    private final String pattern;
    private int position;

    RegexReader(String pattern) {
        this.pattern = pattern;
    }

    int position() {
        return position;
    }

    void rewindTo(int earlier) {
        position = earlier;
    }

    boolean more() {
        return position < pattern.length();
    }

    boolean at(String expected) {
        return pattern.startsWith(expected, position);
    }

    /** Moves over the expected text if it comes next. */
    boolean skip(String expected) {
        if (!at(expected)) {
            return false;
        }
        position += expected.length();
        return true;
    }

    /** The character that comes next; only if there is {@link #more}. */
    char peek() {
        return pattern.charAt(position);
    }

    /** The code point that comes next, moving over it. */
    int next() throws RegexFaultException {
        if (!more()) {
            throw fault("the pattern ends too early");
        }
        int codePoint = pattern.codePointAt(position);
        position += Character.charCount(codePoint);
        return codePoint;
    }

    /** Where a text comes next, or a negative number. */
    int indexOf(String text) {
        return pattern.indexOf(text, position);
    }

    /** What comes before an end mark, moving over both. */
    String until(String end) throws RegexFaultException {
        int found = pattern.indexOf(end, position);
        if (found < 0) {
            throw fault("\"" + end + "\" is missing");
        }
        String text = pattern.substring(position, found);
        position = found + end.length();
        return text;
    }

    /** What comes before an end mark, moving over both, or all the rest. */
    String untilOrRest(String end) {
        int found = pattern.indexOf(end, position);
        String text = found < 0 ? pattern.substring(position) : pattern.substring(position, found);
        position = found < 0 ? pattern.length() : found + end.length();
        return text;
    }

    RegexFaultException fault(String message) {
        return fault(PatternFault.Kind.SYNTAX, message);
    }

    RegexFaultException fault(PatternFault.Kind kind, String message) {
        return new RegexFaultException(new PatternFault(position, kind, message));
    }
}
