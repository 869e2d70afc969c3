package dev.podfailure.rules.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Decides by which literals an index finds each of its patterns. */
final class TextIndexLayout {
    /** Beyond it only anchors enter the automaton: requirements more than one make it larger without need. */
    private static final int MAX_CHARACTERS = 1 << 18;

    /** Literals shorter than this are in so many texts that rarity among the patterns says nothing. */
    private static final int TELLING = 4;

    private final LiteralTable table = new LiteralTable();
    private final Map<Literal, Integer> patternsWith = new HashMap<>();
    private final List<IndexedPattern> patterns = new ArrayList<>();

    private TextIndexLayout() {}

    static TextIndexLayout of(List<AnalysedPattern> patterns) {
        TextIndexLayout layout = new TextIndexLayout();
        patterns.forEach(layout::count);
        patterns.forEach(layout::add);
        return layout;
    }

    List<IndexedPattern> patterns() {
        return patterns;
    }

    LiteralTable table() {
        return table;
    }

    /** By literal, the patterns that have it in their anchor, ascending. */
    static int[][] anchoredAt(List<IndexedPattern> patterns, int literals) {
        List<List<Integer>> numbers = new ArrayList<>();
        IntStream.range(0, literals).forEach(literal -> numbers.add(new ArrayList<>()));
        for (int number = 0; number < patterns.size(); number++) {
            if (patterns.get(number).hasAnchor()) {
                for (int literal : patterns.get(number).anchor()) {
                    numbers.get(literal).add(number);
                }
            }
        }
        return numbers.stream()
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    /** The patterns that every text has to be asked about, one bit each. */
    static long[] withoutAnchor(List<IndexedPattern> patterns) {
        long[] bits = new long[(patterns.size() + Long.SIZE - 1) / Long.SIZE];
        for (int number = 0; number < patterns.size(); number++) {
            if (!patterns.get(number).hasAnchor()) {
                bits[number / Long.SIZE] |= 1L << number;
            }
        }
        return bits;
    }

    private void count(AnalysedPattern pattern) {
        for (LiteralSet requirement : pattern.analysis().requirements()) {
            requirement.literals().forEach(literal -> patternsWith.merge(literal, 1, Integer::sum));
        }
    }

    private void add(AnalysedPattern pattern) {
        List<int[]> requirements = new ArrayList<>();
        pattern.analysis().requirements().stream().sorted(anchorFirst()).forEach(requirement -> {
            if (requirements.isEmpty() || table.characters() < MAX_CHARACTERS) {
                requirements.add(table.add(requirement));
            }
        });
        patterns.add(new IndexedPattern(pattern, requirements.toArray(int[][]::new)));
    }

    /** The anchor is what the fewest other patterns require: a text that has it is likely to mean this one. */
    private Comparator<LiteralSet> anchorFirst() {
        return Comparator.comparingInt((LiteralSet set) -> -Math.min(set.shortest(), TELLING))
                .thenComparingInt(this::patternsWithOneOf)
                .thenComparingInt(set -> -set.shortest());
    }

    private int patternsWithOneOf(LiteralSet set) {
        int most = 0;
        for (Literal literal : set.literals()) {
            most = Math.max(most, patternsWith.getOrDefault(literal, 0));
        }
        return most;
    }
}
