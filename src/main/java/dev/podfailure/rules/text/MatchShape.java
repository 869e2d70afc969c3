package dev.podfailure.rules.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is known of every string that an expression matches: all of them if they are few, else how they begin, how they end
 * and what they contain.
 *
 * @param whole whether {@code prefix} lists all matches; {@code suffix} then is the same
 * @param required what each match contains besides: at least one literal of each set
 */
record MatchShape(boolean whole, LiteralSet prefix, LiteralSet suffix, List<LiteralSet> required) {
    /** Enough to choose the best of in the end. */
    private static final int MAX_REQUIRED = 8;

    /** Longer is better up to here; from here on fewer literals are. */
    private static final int LONG_ENOUGH = 8;

    private static final Comparator<LiteralSet> BEST_FIRST = Comparator.comparingInt(
                    (LiteralSet set) -> -Math.min(set.shortest(), LONG_ENOUGH))
            .thenComparingInt(set -> set.literals().size())
            .thenComparingInt(set -> -set.shortest());

    private static final MatchShape ANYTHING = open(LiteralSet.EMPTY_STRING, LiteralSet.EMPTY_STRING, List.of());

    static MatchShape of(RegexNode node) {
        return switch (node) {
            case RegexNode.Text text -> listed(LiteralSet.of(text.literal()));
            case RegexNode.OneOf oneOf -> listed(oneOf.characters());
            case RegexNode.Wide wide -> ANYTHING;
            case RegexNode.Assertion assertion -> listed(LiteralSet.EMPTY_STRING);
            case RegexNode.Sequence sequence -> sequence(sequence.parts());
            case RegexNode.Alternation either ->
                either.branches().stream()
                        .map(MatchShape::of)
                        .reduce(MatchShape::or)
                        .orElse(ANYTHING);
            case RegexNode.Repeat repeat -> repeat(of(repeat.node()), repeat.min(), repeat.max());
        };
    }

    /** Everything that a text must contain, the most telling set first. */
    List<LiteralSet> requirements() {
        List<LiteralSet> all = new ArrayList<>(required);
        all.add(prefix);
        if (!whole) {
            all.add(suffix);
        }
        return best(all);
    }

    private static MatchShape listed(LiteralSet all) {
        return new MatchShape(true, all, all, List.of());
    }

    private static MatchShape open(LiteralSet prefix, LiteralSet suffix, List<LiteralSet> required) {
        return new MatchShape(false, prefix, suffix, best(required));
    }

    private static MatchShape sequence(List<RegexNode> parts) {
        MatchShape all = listed(LiteralSet.EMPTY_STRING);
        for (RegexNode part : parts) {
            all = all.then(of(part));
        }
        return all;
    }

    private MatchShape then(MatchShape next) {
        Optional<LiteralSet> joint = suffix.followedBy(next.prefix);
        if (whole && next.whole && joint.isPresent()) {
            return listed(joint.get());
        }
        List<LiteralSet> contained = new ArrayList<>(required);
        contained.addAll(next.required);
        if (joint.isEmpty()) {
            contained.add(suffix);
            contained.add(next.prefix);
        } else if (!whole && !next.whole) {
            contained.add(joint.get());
        }
        LiteralSet begins = whole && !next.whole ? joint.orElse(prefix) : prefix;
        LiteralSet ends = next.whole && !whole ? joint.orElse(next.suffix) : next.suffix;
        return open(begins, ends, contained);
    }

    private MatchShape or(MatchShape other) {
        Optional<LiteralSet> either = prefix.or(other.prefix);
        if (whole && other.whole && either.isPresent()) {
            return listed(either.get());
        }
        List<LiteralSet> contained = new ArrayList<>();
        List<LiteralSet> mine = requirements();
        List<LiteralSet> theirs = other.requirements();
        if (!mine.isEmpty() && !theirs.isEmpty()) {
            mine.getFirst().or(theirs.getFirst()).ifPresent(contained::add);
        }
        return open(
                either.orElse(LiteralSet.EMPTY_STRING),
                suffix.or(other.suffix).orElse(LiteralSet.EMPTY_STRING),
                contained);
    }

    private static MatchShape repeat(MatchShape once, int min, int max) {
        if (max == 0) {
            return listed(LiteralSet.EMPTY_STRING);
        }
        if (min == 0) {
            Optional<LiteralSet> optional = once.prefix.or(LiteralSet.EMPTY_STRING);
            return max == 1 && once.whole && optional.isPresent() ? listed(optional.get()) : ANYTHING;
        }
        MatchShape all = once;
        int times = 1;
        while (times < min && (all.whole || times < 2)) {
            all = all.then(once);
            times++;
        }
        return all.whole && max == min ? all : open(all.prefix, all.suffix, all.requirements());
    }

    /** The most telling sets, none of which another one implies and none of which a text has anyway. */
    private static List<LiteralSet> best(List<LiteralSet> sets) {
        List<LiteralSet> best = new ArrayList<>();
        sets.stream().filter(set -> set.shortest() > 0).sorted(BEST_FIRST).forEach(set -> {
            if (best.size() < MAX_REQUIRED && best.stream().noneMatch(better -> better.implies(set))) {
                best.add(set);
            }
        });
        return best;
    }
}
