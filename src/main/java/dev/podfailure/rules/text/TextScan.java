package dev.podfailure.rules.text;

import java.util.Arrays;

/** Which literals of an index one text has, and where. Used again for the next text, so that a query allocates nothing. */
final class TextScan {
    /** Room for larger texts is not kept: they are rare. */
    private static final int MAX_KEPT = 1 << 16;

    private final int[] firstEnd;
    private final int[] lastEnd;
    private final int[] seen;
    private final long[] candidates;
    private char[] characters = new char[0];
    private String text = "";
    private int seenCount;

    TextScan(int literals, int patterns) {
        firstEnd = new int[literals];
        lastEnd = new int[literals];
        seen = new int[literals];
        candidates = new long[(patterns + Long.SIZE - 1) / Long.SIZE];
    }

    void begin(String newText) {
        text = newText;
        if (characters.length < newText.length()) {
            characters = new char[newText.length()];
        }
        newText.getChars(0, newText.length(), characters, 0);
    }

    /** Forgets the text. */
    void end() {
        for (int i = 0; i < seenCount; i++) {
            lastEnd[seen[i]] = 0;
        }
        seenCount = 0;
        Arrays.fill(candidates, 0);
        text = "";
        if (characters.length > MAX_KEPT) {
            characters = new char[0];
        }
    }

    String text() {
        return text;
    }

    char[] characters() {
        return characters;
    }

    int length() {
        return text.length();
    }

    /** Notes a further end of a literal; false if it was not seen before. */
    boolean sawAgain(int literal, int end) {
        if (lastEnd[literal] == 0) {
            return false;
        }
        lastEnd[literal] = end;
        return true;
    }

    void saw(int literal, int end) {
        firstEnd[literal] = end;
        lastEnd[literal] = end;
        seen[seenCount++] = literal;
    }

    int seenCount() {
        return seenCount;
    }

    int seen(int index) {
        return seen[index];
    }

    boolean has(int literal) {
        return lastEnd[literal] != 0;
    }

    int firstEnd(int literal) {
        return firstEnd[literal];
    }

    int lastEnd(int literal) {
        return lastEnd[literal];
    }

    long[] candidates() {
        return candidates;
    }
}
