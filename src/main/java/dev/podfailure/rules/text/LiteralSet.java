package dev.podfailure.rules.text;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Alternatives: a text has at least one of these literals. Immutable; distinct literals, at least one. */
final class LiteralSet {
    /** Beyond it, listing combinations costs more than it sorts out. */
    static final int MAX_COMBINATIONS = 64;

    private static final int MAX_ALTERNATIVES = 256;
    private static final int MAX_CHARACTERS = 1_024;
    private static final int MAX_COMPARISONS = 1_024;

    static final LiteralSet EMPTY_STRING = of(Literal.EMPTY);

    private final List<Literal> literals;
    private final boolean precise;
    private final int shortest;
    private final int characters;

    private LiteralSet(Collection<Literal> literals, boolean precise) {
        this.literals = List.copyOf(literals);
        this.precise = precise;
        int least = Integer.MAX_VALUE;
        int sum = 0;
        for (Literal literal : this.literals) {
            least = Math.min(least, literal.length());
            sum += literal.length();
        }
        this.shortest = least;
        this.characters = sum;
    }

    static LiteralSet of(Literal literal) {
        return new LiteralSet(List.of(literal), true);
    }

    /** The literals of all sets, at least one; empty if they are too many. */
    static Optional<LiteralSet> union(List<LiteralSet> sets) {
        int most = sets.stream().mapToInt(set -> set.literals.size()).sum();
        if (most > 2 * MAX_ALTERNATIVES) {
            return Optional.empty();
        }
        Set<Literal> all = new LinkedHashSet<>();
        sets.forEach(set -> all.addAll(set.literals));
        LiteralSet union = new LiteralSet(all, sets.stream().allMatch(set -> set.precise));
        return all.size() > MAX_ALTERNATIVES || union.characters > MAX_CHARACTERS
                ? Optional.empty()
                : Optional.of(union);
    }

    /** Every literal of this followed by every literal of the other; empty if those would be too many. */
    Optional<LiteralSet> followedBy(LiteralSet next) {
        if (next == EMPTY_STRING || this == EMPTY_STRING) {
            return Optional.of(this == EMPTY_STRING ? next : this);
        }
        boolean multiplies = literals.size() > 1 && next.literals.size() > 1;
        if ((multiplies && literals.size() * next.literals.size() > MAX_COMBINATIONS)
                || characters * next.literals.size() + next.characters * literals.size() > MAX_CHARACTERS) {
            return Optional.empty();
        }
        Set<Literal> joined = new LinkedHashSet<>();
        boolean exact = precise && next.precise;
        for (Literal head : literals) {
            for (Literal tail : next.literals) {
                joined.add(head.then(tail));
                exact = exact && head.joinsExactly(tail);
            }
        }
        return Optional.of(new LiteralSet(joined, exact));
    }

    /** The literals of both; empty if those are too many. */
    Optional<LiteralSet> or(LiteralSet other) {
        return union(List.of(this, other));
    }

    /** Whether each text that has one of these has one of the others; false also if finding out would take long. */
    boolean implies(LiteralSet others) {
        return literals.equals(others.literals)
                || (literals.size() * others.literals.size() <= MAX_COMPARISONS
                        && literals.stream()
                                .allMatch(mine -> others.literals.stream().anyMatch(mine::implies)));
    }

    /** Whether a text has one of these. */
    boolean isIn(String text) {
        for (Literal literal : literals) {
            if (literal.isIn(text)) {
                return true;
            }
        }
        return false;
    }

    List<Literal> literals() {
        return literals;
    }

    /** False once joining literals lost something, so that a text with one of them need not match. */
    boolean isPrecise() {
        return precise;
    }

    /** Length of the shortest literal, which is what the set is worth. */
    int shortest() {
        return shortest;
    }

    @Override
    public String toString() {
        return literals.toString();
    }
}
