package dev.podfailure.rules.text;

import java.util.Optional;

/**
 * A string that a text contains, as it stands or with ASCII case ignored.
 *
 * @param text in folded form if case is ignored
 * @param ignoresCase never true for a text without letters, so that equal literals are equal records
 */
record Literal(String text, boolean ignoresCase) {
    static final Literal EMPTY = new Literal("", false);

    Literal {
        ignoresCase = ignoresCase && !CaseFold.isCaseless(text);
        text = ignoresCase ? CaseFold.fold(text) : text;
    }

    /** One character of a pattern; empty if its meaning under RE2 is not certain enough to look for it. */
    static Optional<Literal> of(int codePoint, boolean ignoresCase) {
        boolean foldsBeyondAscii = ignoresCase && codePoint > 0x7F;
        return isSurrogate(codePoint) || foldsBeyondAscii
                ? Optional.empty()
                : Optional.of(new Literal(Character.toString(codePoint), ignoresCase));
    }

    /** Whether a code point is half of a character and none by itself. */
    static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    /** Both in a row. Case is ignored if either ignores it: what contains the two contains this. */
    Literal then(Literal next) {
        return new Literal(text + next.text, ignoresCase || next.ignoresCase);
    }

    /** Whether {@link #then} says no less than the two literals do. */
    boolean joinsExactly(Literal next) {
        return ignoresCase == next.ignoresCase || CaseFold.isCaseless((ignoresCase ? next : this).text);
    }

    /** Whether every text that contains this contains the other too. */
    boolean implies(Literal other) {
        if (other.ignoresCase) {
            return CaseFold.fold(text).contains(other.text);
        }
        return text.contains(other.text) && (!ignoresCase || CaseFold.isCaseless(other.text));
    }

    int length() {
        return text.length();
    }

    /** The text as the automaton reads it. */
    String folded() {
        return CaseFold.fold(text);
    }

    /** Whether a text has the literal somewhere. */
    boolean isIn(String haystack) {
        if (!ignoresCase) {
            return haystack.contains(text);
        }
        for (int i = 0; i + text.length() <= haystack.length(); i++) {
            if (isAt(haystack, i)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the literal stands at an index of a text. */
    boolean isAt(String haystack, int index) {
        if (!ignoresCase) {
            return haystack.startsWith(text, index);
        }
        if (index < 0 || index + text.length() > haystack.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (CaseFold.fold(haystack.charAt(index + i)) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
