package dev.podfailure.rules.text;

import java.util.Arrays;
import java.util.Collection;

/**
 * Folds characters and numbers those that occur in literals: two lookups a character, whatever the script. Number 0 is every
 * character that no literal has.
 */
final class Alphabet {
    static final int OTHER = 0;

    private static final int PAGE = 256;
    private static final char[] EMPTY_PAGE = new char[PAGE];

    private final char[][] pages = new char[PAGE][];
    private int size = 1;

    private Alphabet() {
        Arrays.fill(pages, EMPTY_PAGE);
    }

    static Alphabet of(Collection<String> foldedLiterals) {
        Alphabet alphabet = new Alphabet();
        foldedLiterals.forEach(literal -> literal.chars().forEach(c -> alphabet.number((char) c)));
        CaseFold.FOLDED_AWAY.chars().forEach(c -> alphabet.number((char) c, CaseFold.fold((char) c)));
        return alphabet;
    }

    /** How many numbers there are. */
    int size() {
        return size;
    }

    int symbol(char c) {
        return pages[c >> 8][c & 0xFF];
    }

    int[] symbols(String text, int length) {
        return text.chars().limit(length).map(c -> symbol((char) c)).toArray();
    }

    private void number(char c) {
        if (symbol(c) == OTHER) {
            put(c, size++);
        }
    }

    private void number(char c, char like) {
        if (symbol(like) != OTHER) {
            put(c, symbol(like));
        }
    }

    private void put(char c, int symbol) {
        if (pages[c >> 8] == EMPTY_PAGE) {
            pages[c >> 8] = new char[PAGE];
        }
        pages[c >> 8][c & 0xFF] = (char) symbol;
    }
}
