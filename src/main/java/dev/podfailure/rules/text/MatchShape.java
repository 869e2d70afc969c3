package dev.podfailure.rules.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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

    private static final MatchShape EMPTY_STRING = listed(LiteralSet.EMPTY_STRING);
    private static final MatchShape ANYTHING =
            new MatchShape(false, LiteralSet.EMPTY_STRING, LiteralSet.EMPTY_STRING, List.of());

    private static final Comparator<LiteralSet> BEST_FIRST = Comparator.comparingInt(
                    (LiteralSet set) -> -Math.min(set.shortest(), LONG_ENOUGH))
            .thenComparingInt(set -> set.literals().size())
            .thenComparingInt(set -> -set.shortest());

    static MatchShape of(RegexNode node) {
        return switch (node) {
            case RegexNode.Text text -> listed(LiteralSet.of(text.literal()));
            case RegexNode.OneOf oneOf -> listed(oneOf.characters());
            case RegexNode.Wide wide -> ANYTHING;
            case RegexNode.AnyCase letter -> ANYTHING;
            case RegexNode.Assertion assertion -> EMPTY_STRING;
            case RegexNode.Sequence sequence -> sequence(sequence.parts());
            case RegexNode.Alternation either ->
                anyOf(either.branches().stream().map(MatchShape::of).toList());
            case RegexNode.Repeat repeat -> repeated(of(repeat.node()), repeat.min(), repeat.max());
        };
    }

    /**
     * Everything that a text must contain, the most telling set first; none that another one implies, none that every text
     * has.
     */
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

    private static MatchShape sequence(List<RegexNode> parts) {
        MatchShape all = EMPTY_STRING;
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
        return new MatchShape(
                false, begins, ends, contained.size() > MAX_REQUIRED ? best(contained) : List.copyOf(contained));
    }

    private static MatchShape anyOf(List<MatchShape> branches) {
        Optional<LiteralSet> prefixes = union(branches, MatchShape::prefix);
        if (prefixes.isPresent() && branches.stream().allMatch(MatchShape::whole)) {
            return listed(prefixes.get());
        }
        return new MatchShape(
                false,
                prefixes.orElse(LiteralSet.EMPTY_STRING),
                union(branches, MatchShape::suffix).orElse(LiteralSet.EMPTY_STRING),
                union(branches, MatchShape::mostTelling).stream().toList());
    }

    private static MatchShape repeated(MatchShape once, int min, int max) {
        if (max == 0) {
            return EMPTY_STRING;
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
        return all.whole && max == min ? all : new MatchShape(false, all.prefix, all.suffix, all.requirements());
    }

    private LiteralSet mostTelling() {
        List<LiteralSet> requirements = requirements();
        return requirements.isEmpty() ? LiteralSet.EMPTY_STRING : requirements.getFirst();
    }

    private static Optional<LiteralSet> union(List<MatchShape> shapes, Function<MatchShape, LiteralSet> part) {
        return LiteralSet.union(shapes.stream().map(part).toList());
    }

    private static List<LiteralSet> best(List<LiteralSet> sets) {
        List<LiteralSet> best = new ArrayList<>();
        sets.stream().filter(set -> set.shortest() > 0).sorted(BEST_FIRST).forEach(set -> {
            if (best.size() < MAX_REQUIRED && best.stream().noneMatch(better -> better.implies(set))) {
                best.add(set);
            }
        });
        return List.copyOf(best);
    }
}
