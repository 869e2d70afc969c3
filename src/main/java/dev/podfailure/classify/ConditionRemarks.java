package dev.podfailure.classify;

import dev.podfailure.rules.ConditionTrouble;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Match conditions that had no answer for some pods: one line for each rule, however many pods there are. */
public final class ConditionRemarks {
    private final Map<String, Seen> byRule = new LinkedHashMap<>();

    private record Seen(ConditionTrouble first, int count) {}

    /** Takes note of a condition that had no answer for a pod. */
    public void add(ConditionTrouble trouble) {
        byRule.merge(
                trouble.rule().path(), new Seen(trouble, 1), (known, another) -> new Seen(known.first, known.count + 1));
    }

    /** For a person, in the order in which they came. */
    public List<String> lines() {
        return byRule.entrySet().stream()
                .map(entry -> line(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static String line(String rule, Seen seen) {
        return "rule " + rule + " did not hold " + (seen.count == 1 ? "once" : seen.count + " times")
                + " because its match condition " + seen.first.condition()
                + (seen.first.overBudget() ? " costs too much: " : " could not be evaluated: ") + seen.first.message();
    }
}
