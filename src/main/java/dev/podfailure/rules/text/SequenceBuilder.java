package dev.podfailure.rules.text;

import java.util.ArrayList;
import java.util.List;

/** The parts of a sequence while they are read: a repetition takes the last one only. */
final class SequenceBuilder {
    static final int MAX_REPEATED = 10;

    private final List<Part> parts = new ArrayList<>();

    /** Adds what stands by itself. */
    void add(RegexNode part) {
        parts.add(new Part(part, false, false));
    }

    /**
     * Adds what becomes one literal with its neighbours if they are characters as well, as it becomes one string in RE2/J.
     *
     * @param ignoresCase whether it was written where case is ignored, even if it has none
     */
    void addCharacter(RegexNode character, boolean ignoresCase) {
        parts.add(new Part(character, character instanceof RegexNode.Text, ignoresCase));
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    /** False if the last part is repeated too often already, as in {@code a*(?i)*(?i)*}. */
    boolean repeatLast(int min, int max, boolean counted) {
        int repeated = 0;
        RegexNode last = parts.removeLast().node();
        for (RegexNode part = last; part instanceof RegexNode.Repeat repeat; part = repeat.node()) {
            repeated++;
        }
        add(new RegexNode.Repeat(last, min, max, counted));
        return repeated < MAX_REPEATED;
    }

    /** The sequence, neighbouring characters joined and sequences in it dissolved. */
    RegexNode build() {
        List<RegexNode> joined = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        boolean ignoresCase = false;
        for (Part part : parts) {
            if (!part.joins() || part.ignoresCase() != ignoresCase) {
                flush(text, ignoresCase, joined);
                ignoresCase = part.ignoresCase();
            }
            if (part.joins() && part.node() instanceof RegexNode.Text one) {
                text.append(one.literal().text());
            } else if (part.node() instanceof RegexNode.Sequence inner) {
                joined.addAll(inner.parts());
            } else {
                joined.add(part.node());
            }
        }
        flush(text, ignoresCase, joined);
        return joined.size() == 1 ? joined.getFirst() : new RegexNode.Sequence(joined);
    }

    private static void flush(StringBuilder text, boolean ignoresCase, List<RegexNode> into) {
        if (!text.isEmpty()) {
            into.add(new RegexNode.Text(new Literal(text.toString(), ignoresCase)));
            text.setLength(0);
        }
    }

    private record Part(RegexNode node, boolean joins, boolean ignoresCase) {}
}
