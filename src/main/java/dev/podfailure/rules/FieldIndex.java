package dev.podfailure.rules;

import dev.podfailure.rules.text.AnalysedPattern;
import dev.podfailure.rules.text.TextIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds rules by the value of one field: exactly, or by what is in a text. Immutable. */
final class FieldIndex {
    private static final int[] NOTHING = {};

    private final Map<Object, int[]> byValue;
    private final TextIndex texts;
    private final int[] ruleOfPattern;

    private FieldIndex(Map<Object, int[]> byValue, TextIndex texts, int[] ruleOfPattern) {
        this.byValue = byValue;
        this.texts = texts;
        this.ruleOfPattern = ruleOfPattern;
    }

    /** Adds the rules that may hold if the field has this value; an empty text finds none. */
    void find(Object value, RuleBits found) {
        if (!byValue.isEmpty()) {
            for (int rule : byValue.getOrDefault(value, NOTHING)) {
                found.add(rule);
            }
        }
        if (ruleOfPattern.length > 0 && value instanceof String text && !text.isEmpty()) {
            texts.firstMatch(text, TextIndex.NO_MATCH, pattern -> {
                found.add(ruleOfPattern[pattern]);
                return false;
            });
        }
    }

    /** Collects the entries of one field, rule by rule in ascending order. */
    static final class Builder {
        private final Map<Object, List<Integer>> byValue = new HashMap<>();
        private final List<AnalysedPattern> patterns = new ArrayList<>();
        private final List<Integer> ruleOfPattern = new ArrayList<>();

        void add(int rule, RuleKey.Entry entry) {
            switch (entry) {
                case RuleKey.Entry.Value value ->
                    byValue.computeIfAbsent(value.value(), key -> new ArrayList<>())
                            .add(rule);
                case RuleKey.Entry.Text text -> {
                    patterns.add(text.pattern().analysis());
                    ruleOfPattern.add(rule);
                }
            }
        }

        FieldIndex build() {
            Map<Object, int[]> values = new HashMap<>();
            byValue.forEach((value, rules) -> values.put(value, numbers(rules)));
            return new FieldIndex(values, TextIndex.of(patterns), numbers(ruleOfPattern));
        }

        private static int[] numbers(List<Integer> list) {
            return list.stream().mapToInt(Integer::intValue).toArray();
        }
    }
}
