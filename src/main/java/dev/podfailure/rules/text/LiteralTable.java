package dev.podfailure.rules.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The distinct literals of an index, numbered, and how much of each the automaton reads. */
final class LiteralTable {
    /** What the automaton reads of a literal at most; the rest is compared where that much is found. */
    private static final int MAX_WINDOW = 32;

    private static final int MIN_WINDOW = 3;

    /** Characters that one set of literals may bring into the automaton, so that no pattern fills it. */
    private static final int CHARACTERS_PER_SET = 512;

    private final Map<Literal, Integer> numbers = new HashMap<>();
    private final List<Literal> literals = new ArrayList<>();
    private final List<Integer> windows = new ArrayList<>();
    private int characters;

    /** Numbers the literals of a set. */
    int[] add(LiteralSet set) {
        int window = Math.clamp(CHARACTERS_PER_SET / set.literals().size(), MIN_WINDOW, MAX_WINDOW);
        return set.literals().stream()
                .mapToInt(literal -> numbers.computeIfAbsent(literal, added -> append(added, window)))
                .toArray();
    }

    List<Literal> literals() {
        return literals;
    }

    int window(int number) {
        return windows.get(number);
    }

    /** Whether finding the window proves the literal. */
    boolean isProvenByWindow(int number) {
        Literal literal = literals.get(number);
        return windows.get(number) == literal.length()
                && (literal.ignoresCase() || CaseFold.isCaseless(literal.text()));
    }

    /** Characters that the automaton reads of all literals. */
    int characters() {
        return characters;
    }

    private int append(Literal literal, int window) {
        literals.add(literal);
        windows.add(Math.min(window, literal.length()));
        characters += windows.getLast();
        return literals.size() - 1;
    }
}
