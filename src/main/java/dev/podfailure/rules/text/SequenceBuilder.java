package dev.podfailure.rules.text;

import java.util.ArrayList;
import java.util.List;

/** The parts of a sequence while they are read: a repetition takes the last one only. */
final class SequenceBuilder {
    static final int MAX_REPEATED = 10;

    private final List<RegexNode> parts = new ArrayList<>();

    void add(RegexNode part) {
        parts.add(part);
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    /** False if the last part is repeated too often already, as in {@code a*(?i)*(?i)*}. */
    boolean repeatLast(int min, int max, boolean counted) {
        int repeated = 0;
        for (RegexNode part = parts.getLast(); part instanceof RegexNode.Repeat repeat; part = repeat.node()) {
            repeated++;
        }
        parts.add(new RegexNode.Repeat(parts.removeLast(), min, max, counted));
        return repeated < MAX_REPEATED;
    }

    /** The sequence, neighbouring literals joined and sequences in it dissolved. */
    RegexNode build() {
        List<RegexNode> joined = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        boolean ignoresCase = false;
        for (RegexNode part : flattened()) {
            if (part instanceof RegexNode.Text one) {
                Literal literal = one.literal();
                boolean sameCase = ignoresCase == literal.ignoresCase() || CaseFold.isCaseless(literal.text());
                if (!sameCase || text.isEmpty()) {
                    flush(text, ignoresCase, joined);
                    ignoresCase = literal.ignoresCase();
                }
                text.append(literal.text());
            } else {
                flush(text, ignoresCase, joined);
                joined.add(part);
            }
        }
        flush(text, ignoresCase, joined);
        return joined.size() == 1 ? joined.getFirst() : new RegexNode.Sequence(joined);
    }

    private List<RegexNode> flattened() {
        List<RegexNode> flat = new ArrayList<>();
        for (RegexNode part : parts) {
            if (part instanceof RegexNode.Sequence inner) {
                flat.addAll(inner.parts());
            } else {
                flat.add(part);
            }
        }
        return flat;
    }

    private static void flush(StringBuilder text, boolean ignoresCase, List<RegexNode> into) {
        if (!text.isEmpty()) {
            into.add(new RegexNode.Text(new Literal(text.toString(), ignoresCase)));
            text.setLength(0);
        }
    }
}
