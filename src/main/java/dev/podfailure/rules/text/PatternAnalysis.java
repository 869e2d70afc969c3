package dev.podfailure.rules.text;

import java.util.List;

/**
 * What a pattern requires of a text in which it is found.
 *
 * @param requirements each text in which it is found has a literal of every set; most telling first; empty if nothing is known
 * @param sufficient whether the reverse holds too: what the requirements let through is a match
 * @param lineBound whether it is found in a text exactly if it is found in a line of it
 * @param withinLine whether its first match in a text is its first match in a line of it, too
 */
record PatternAnalysis(List<LiteralSet> requirements, boolean sufficient, boolean lineBound, boolean withinLine) {
    static final PatternAnalysis NOTHING_KNOWN = new PatternAnalysis(List.of(), false, false, false);

    /** Shorter literals are in most texts: they are taken only where there is nothing better. */
    private static final int TELLING = 3;

    private static final int MAX_REQUIREMENTS = 4;

    PatternAnalysis {
        requirements = List.copyOf(requirements);
    }

    static PatternAnalysis of(String pattern) {
        try {
            return of(RegexParser.parse(pattern));
        } catch (RegexFaultException ignored) {
            return NOTHING_KNOWN;
        }
    }

    /** Whether few texts have to be asked about; literals that most texts have do not count. */
    boolean isSelective() {
        return sufficient || (!requirements.isEmpty() && requirements.getFirst().shortest() >= TELLING);
    }

    /** Whether a text has a literal of every set. */
    boolean allows(String text) {
        for (LiteralSet set : requirements) {
            if (!set.isIn(text)) {
                return false;
            }
        }
        return true;
    }

    private static PatternAnalysis of(RegexNode pattern) {
        RegexNode core = core(pattern);
        if (core.matchesEmptyAnywhere()) {
            return new PatternAnalysis(List.of(), true, false, LineBound.isWithinLine(pattern));
        }
        MatchShape shape = MatchShape.of(core);
        List<LiteralSet> requirements = telling(shape.requirements());
        boolean sufficient = shape.whole()
                && shape.prefix().isPrecise()
                && core.isFreeOfAssertions()
                && requirements.equals(List.of(shape.prefix()));
        return new PatternAnalysis(
                requirements, sufficient, LineBound.isFoundWithinLine(core), LineBound.isWithinLine(pattern));
    }

    /** The pattern without what may match nothing at its ends: it is found in the same texts. */
    private static RegexNode core(RegexNode pattern) {
        if (!(pattern instanceof RegexNode.Sequence sequence)) {
            return pattern;
        }
        List<RegexNode> parts = sequence.parts();
        int from = 0;
        int to = parts.size();
        while (from < to && parts.get(from).matchesEmptyAnywhere()) {
            from++;
        }
        while (to > from && parts.get(to - 1).matchesEmptyAnywhere()) {
            to--;
        }
        return to - from == 1 ? parts.get(from) : new RegexNode.Sequence(parts.subList(from, to));
    }

    private static List<LiteralSet> telling(List<LiteralSet> requirements) {
        List<LiteralSet> telling = requirements.stream()
                .filter(set -> set.shortest() >= TELLING)
                .limit(MAX_REQUIREMENTS)
                .toList();
        return telling.isEmpty() ? requirements.stream().limit(1).toList() : telling;
    }
}
