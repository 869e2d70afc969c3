package dev.podfailure.rules.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Alternatives: a text has at least one of these literals.
 *
 * @param literals distinct, at least one
 * @param precise false once joining literals lost something, so that a text with one of them need not match
 */
record LiteralSet(List<Literal> literals, boolean precise) {
    /** Beyond it, listing combinations costs more than it sorts out. */
    static final int MAX_COMBINATIONS = 64;

    private static final int MAX_ALTERNATIVES = 256;
    private static final int MAX_CHARACTERS = 1_024;

    static final LiteralSet EMPTY_STRING = of(Literal.EMPTY);

    LiteralSet {
        literals = List.copyOf(literals);
    }

    static LiteralSet of(Literal literal) {
        return new LiteralSet(List.of(literal), true);
    }

    /** Every literal of this followed by every literal of the other; empty if those would be too many. */
    Optional<LiteralSet> followedBy(LiteralSet next) {
        int combinations = literals.size() * next.literals.size();
        boolean grows = literals.size() > 1 && next.literals.size() > 1;
        if ((grows && combinations > MAX_COMBINATIONS)
                || characters() * next.literals.size() + next.characters() * literals.size() > MAX_CHARACTERS) {
            return Optional.empty();
        }
        Set<Literal> joined = new LinkedHashSet<>();
        boolean exact = precise && next.precise;
        for (Literal head : literals) {
            for (Literal tail : next.literals) {
                joined.add(head.then(tail));
                exact &= head.joinsExactly(tail);
            }
        }
        return Optional.of(new LiteralSet(List.copyOf(joined), exact));
    }

    /** The literals of both; empty if those are too many. */
    Optional<LiteralSet> or(LiteralSet other) {
        Set<Literal> both = new LinkedHashSet<>(literals);
        both.addAll(other.literals);
        LiteralSet union = new LiteralSet(new ArrayList<>(both), precise && other.precise);
        return both.size() > MAX_ALTERNATIVES || union.characters() > MAX_CHARACTERS
                ? Optional.empty()
                : Optional.of(union);
    }

    /** Whether each text that has one of these has one of the others. */
    boolean implies(LiteralSet others) {
        return literals.size() * others.literals.size() <= MAX_COMBINATIONS
                && literals.stream().allMatch(mine -> others.literals.stream().anyMatch(mine::implies));
    }

    /** Whether a text has one of these. */
    boolean isIn(String text) {
        return literals.stream().anyMatch(literal -> literal.isIn(text));
    }

    /** Length of the shortest literal, which is what the set is worth. */
    int shortest() {
        int shortest = Integer.MAX_VALUE;
        for (Literal literal : literals) {
            shortest = Math.min(shortest, literal.length());
        }
        return shortest;
    }

    private int characters() {
        int characters = 0;
        for (Literal literal : literals) {
            characters += literal.length();
        }
        return characters;
    }
}
