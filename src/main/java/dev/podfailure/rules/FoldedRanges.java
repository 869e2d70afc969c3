package dev.podfailure.rules;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The characters and ranges that a case-insensitive pattern makes RE2/J fold one by one while it compiles.
 *
 * <p>RE2/J 1.8 walks from a character to its other cases until it is back where it started, by its own table for odd ones
 * and by the JDK for the rest. For characters that are younger than the table the walk never comes back, and compilation
 * never ends (google/re2j issue 168): {@code (?i)[\x{100}-\x{4000}]} stops the thread for good.
 */
final class FoldedRanges {
    /** A fold takes up to 100 ns; 65,536 take a few milliseconds and hold every script's range, CJK included. */
    private static final int MAX_FOLDS = 65_536;

    /** RE2/J folds nothing below, and nothing above; a range that holds all of it is not folded at all. */
    private static final int FIRST_FOLD = 'A';

    private static final int LAST_FOLD = 0x1FFFF;

    /** Odd ones that RE2/J's table knows: Greek, Kelvin, Angstrom, long s, titlecase digraphs and the like. */
    private static final String KNOWN_TO_RE2J =
            "\u00b5\u0130\u0131\u017f\u01c5\u01c8\u01cb\u01f2\u0345\u03c2\u03d0\u03d1"
                    + "\u03d5\u03d6\u03f0\u03f1\u03f4\u03f5\u1e9b\u1e9e\u1fbe\u2126\u212a\u212b";

    private static final BitSet ENDLESS = endless();

    private long folds;
    private int endless = -1;

    /** Takes note of a literal character or of a range in a class, both ends included. */
    void add(int first, int last) {
        int from = Math.max(first, FIRST_FOLD);
        int to = Math.min(last, LAST_FOLD);
        if (from > to || (first <= FIRST_FOLD && last >= LAST_FOLD)) {
            return;
        }
        folds += to - from + 1;
        int next = ENDLESS.nextSetBit(from);
        if (next >= 0 && next <= to) {
            endless = next;
        }
    }

    /** Why a case-insensitive pattern with these characters must not be compiled; null if it may be. */
    @Nullable
    String objection() {
        if (endless >= 0) {
            return String.format(
                    "it folds the case of U+%04X, which this version cannot: leave it out or drop (?i)", endless);
        }
        return folds > MAX_FOLDS
                ? "its classes hold more than " + MAX_FOLDS + " characters to be compared case-insensitively"
                : null;
    }

    /** Whether RE2/J would never end at this character. */
    static boolean isEndless(int character) {
        return ENDLESS.get(character);
    }

    /** Computed, not listed: a newer JDK knows new characters. */
    private static BitSet endless() {
        BitSet endless = new BitSet();
        for (int character = FIRST_FOLD; character <= LAST_FOLD; character++) {
            if (!comesBack(character) && KNOWN_TO_RE2J.indexOf(character) < 0) {
                endless.set(character);
            }
        }
        return endless;
    }

    private static boolean comesBack(int character) {
        int other = otherCase(character);
        return other == character || otherCase(other) == character;
    }

    private static int otherCase(int character) {
        int lower = Character.toLowerCase(character);
        return lower == character ? Character.toUpperCase(character) : lower;
    }
}
