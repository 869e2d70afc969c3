package dev.podfailure.rules.text;

/** A pattern in an index: what it requires, in numbers of literals. */
final class IndexedPattern {
    private static final int OUT_OF_REACH = -1;

    private final AnalysedPattern pattern;
    private final int[][] requirements;

    /** The first requirement is the anchor: its literals lead to the pattern. */
    IndexedPattern(AnalysedPattern pattern, int[][] requirements) {
        this.pattern = pattern;
        this.requirements = requirements;
    }

    boolean hasAnchor() {
        return requirements.length > 0;
    }

    int[] anchor() {
        return requirements[0];
    }

    /** Whether the literals of a text do not rule the pattern out. */
    boolean isPossible(TextScan scan) {
        for (int[] requirement : requirements) {
            if (!hasOneOf(requirement, scan)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the pattern is found in the text; only if it {@link #isPossible}. */
    boolean isFound(TextScan scan) {
        PatternAnalysis analysis = pattern.analysis();
        if (analysis.sufficient()) {
            return true;
        }
        if (!analysis.lineBound() || !hasAnchor()) {
            return pattern.isFoundIn(scan.text());
        }
        int from = Lines.startOf(scan.text(), firstPlace(scan) - 1);
        int to = Lines.endOf(scan.text(), lastPlace(scan) - 1);
        return from < to && pattern.isFoundIn(scan.text().substring(from, to));
    }

    private static boolean hasOneOf(int[] literals, TextScan scan) {
        for (int literal : literals) {
            if (scan.has(literal)) {
                return true;
            }
        }
        return false;
    }

    /** Before this place no line has a literal of every requirement. */
    private int firstPlace(TextScan scan) {
        int place = 0;
        for (int[] requirement : requirements) {
            int first = Integer.MAX_VALUE;
            for (int literal : requirement) {
                first = scan.has(literal) ? Math.min(first, scan.firstEnd(literal)) : first;
            }
            place = Math.max(place, first);
        }
        return place;
    }

    /** Behind this place no line has a literal of every requirement. */
    private int lastPlace(TextScan scan) {
        int place = Integer.MAX_VALUE;
        for (int[] requirement : requirements) {
            int last = OUT_OF_REACH;
            for (int literal : requirement) {
                last = scan.has(literal) ? Math.max(last, scan.lastEnd(literal)) : last;
            }
            place = Math.min(place, last);
        }
        return place;
    }
}
