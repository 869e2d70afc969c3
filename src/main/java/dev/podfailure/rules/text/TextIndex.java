package dev.podfailure.rules.text;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Answers which of many patterns is the first to be found in a text, in one pass over the text and a few runs of RE2/J. The
 * answer is the same as that of asking each pattern in turn. Immutable, for any number of threads.
 */
public final class TextIndex {
    /** The answer if no pattern is found: larger than every pattern's number, so that answers can be compared. */
    public static final int NO_MATCH = Integer.MAX_VALUE;

    /** Four MiB at most. */
    private static final int MAX_CELLS = 1 << 20;

    private final IndexedPattern[] patterns;
    private final LiteralAutomaton automaton;
    private final int literals;
    private final int[][] anchoredAt;
    private final long[] withoutAnchor;

    /** The scratch of the last query, for the next one; a query that finds none makes its own. */
    private final AtomicReference<@Nullable TextScan> spare = new AtomicReference<>();

    private TextIndex(List<IndexedPattern> patterns, LiteralTable table, int maxCells) {
        this.patterns = patterns.toArray(IndexedPattern[]::new);
        this.automaton = LiteralAutomaton.of(table, maxCells);
        this.literals = table.literals().size();
        this.anchoredAt = TextIndexLayout.anchoredAt(patterns, literals);
        this.withoutAnchor = TextIndexLayout.withoutAnchor(patterns);
    }

    /** An index over patterns; a pattern's number is its place in the list. */
    public static TextIndex of(List<AnalysedPattern> patterns) {
        return of(patterns, MAX_CELLS);
    }

    /** The same with another size of the automaton's tables. */
    static TextIndex of(List<AnalysedPattern> patterns, int maxCells) {
        TextIndexLayout layout = TextIndexLayout.of(patterns);
        return new TextIndex(layout.patterns(), layout.table(), maxCells);
    }

    /** How many patterns there are. */
    public int size() {
        return patterns.length;
    }

    /** The lowest number of a pattern that is found in the text, if it is below the bound; else {@link #NO_MATCH}. */
    public int firstMatch(String text, int bound) {
        return firstMatch(text, bound, number -> true);
    }

    /**
     * The lowest number below the bound of a pattern that is admissible and found in the text; else {@link #NO_MATCH}.
     *
     * @param admissible asked in ascending order, only for patterns that the text's literals do not rule out, and before RE2/J
     *     is: what is cheap to know about the rest of a rule. It may throw to end the search
     */
    public int firstMatch(String text, int bound, IntPredicate admissible) {
        return firstCandidate(text, bound, (number, scan) -> admissible.test(number) && patterns[number].isFound(scan));
    }

    /** Every pattern that the text's literals do not rule out, ascending. */
    List<Integer> candidates(String text) {
        List<Integer> all = new ArrayList<>();
        firstCandidate(text, NO_MATCH, (number, scan) -> {
            all.add(number);
            return false;
        });
        return all;
    }

    private int firstCandidate(String text, int bound, Test test) {
        TextScan scan = take();
        try {
            scan.begin(text);
            automaton.scan(scan);
            collect(scan, bound);
            return firstOf(scan, bound, test);
        } finally {
            scan.end();
            spare.set(scan);
        }
    }

    private TextScan take() {
        TextScan scan = spare.getAndSet(null);
        return scan == null ? new TextScan(literals, patterns.length) : scan;
    }

    private void collect(TextScan scan, int bound) {
        long[] candidates = scan.candidates();
        System.arraycopy(withoutAnchor, 0, candidates, 0, candidates.length);
        for (int i = 0; i < scan.seenCount(); i++) {
            for (int number : anchoredAt[scan.seen(i)]) {
                if (number >= bound) {
                    break;
                }
                if (patterns[number].isPossible(scan)) {
                    candidates[number / Long.SIZE] |= 1L << number;
                }
            }
        }
    }

    private static int firstOf(TextScan scan, int bound, Test test) {
        long[] candidates = scan.candidates();
        for (int i = 0; i < candidates.length; i++) {
            for (long left = candidates[i]; left != 0; left &= left - 1) {
                int number = i * Long.SIZE + Long.numberOfTrailingZeros(left);
                if (number >= bound) {
                    return NO_MATCH;
                }
                if (test.holds(number, scan)) {
                    return number;
                }
            }
        }
        return NO_MATCH;
    }

    private interface Test {
        boolean holds(int number, TextScan scan);
    }
}
