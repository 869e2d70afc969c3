package dev.podfailure.rules.text;

/**
 * Letters that RE2/J 1.8 cannot fold: the Cyrillic variants U+1C80 to U+1C88 came with Unicode 9, its tables are older, and
 * on a JDK that knows them its walk around the letters that fold alike never comes back to where it began.
 */
final class UnfoldableLetters {
    private static final int FIRST = 0x1C80;
    private static final int LAST = 0x1C88;

    /** A range from here to there at least is taken whole by RE2/J without a look at its letters. */
    private static final int FIRST_FOLDED = 0x41;

    private static final int LAST_FOLDED = 0x1044F;

    private UnfoldableLetters() {}

    static void check(RegexReader in, int first, int last) throws RegexFaultException {
        boolean taken = first <= FIRST_FOLDED && last >= LAST_FOLDED;
        if (first <= LAST && last >= FIRST && !taken) {
            throw in.fault(
                    PatternFault.Kind.FOLDING, "the letters U+1C80 to U+1C88 cannot be matched case-insensitively");
        }
    }
}
