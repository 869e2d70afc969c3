package dev.podfailure.rules;

import dev.podfailure.rules.cel.MatchConditions;
import java.util.List;

/**
 * {@code matchConditions} of a rule.
 *
 * @param names of the conditions, in order
 * @param compiled all of them
 */
record RuleConditions(List<String> names, MatchConditions compiled) {
    /** What a rule without match conditions has. */
    static final RuleConditions NONE = new RuleConditions(List.of(), MatchConditions.NONE);

    RuleConditions {
        names = List.copyOf(names);
    }

    boolean isEmpty() {
        return compiled.isEmpty();
    }

    /** What satisfied them, for one container or, with {@code ""}, for the pod. */
    List<Evidence.Item> evidence(String container) {
        return names.stream()
                .map(name -> new Evidence.Item("matchConditions", container, name, "true"))
                .toList();
    }
}
