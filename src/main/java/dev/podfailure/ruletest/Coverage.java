package dev.podfailure.ruletest;

import dev.podfailure.rules.CompiledRuleSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which rules won in some case. Rules of shadow sets never win and do not count. Not thread-safe. */
final class Coverage {
    private final Map<String, Boolean> won = new TreeMap<>();

    /** These rules are there to be tested. */
    void add(TestedRules rules) {
        rules.sets().forEach((path, set) -> add(path, set));
    }

    /** This rule won; {@code ""} for none. */
    void won(String rule) {
        won.computeIfPresent(rule, (name, before) -> true);
    }

    int rules() {
        return won.size();
    }

    /** The rules that won in no case, by name. */
    Set<String> never() {
        Set<String> never = new TreeSet<>(won.keySet());
        never.removeIf(rule -> won.getOrDefault(rule, false));
        return never;
    }

    private void add(String path, CompiledRuleSet set) {
        if (set.settings().enforced()) {
            set.rules().forEach(rule -> won.putIfAbsent(path + "/" + rule.name(), false));
        }
    }
}
