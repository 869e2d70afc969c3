package dev.podfailure.rules;

import java.util.List;

/**
 * A rule set after compilation: what is in use, and what was left out.
 *
 * @param source what was compiled
 * @param acceptance whether its rules are in use at all
 * @param total number of rules in the spec
 * @param rules rules in use, in order; empty if the set is not accepted
 * @param settings priority and defaults
 * @param problems everything that was left out and why, in the order of the spec
 */
public record CompiledRuleSet(
        RuleSetSource source,
        Acceptance acceptance,
        int total,
        List<CompiledRule> rules,
        RuleSetSettings settings,
        List<RuleProblem> problems) {
    public CompiledRuleSet {
        rules = List.copyOf(rules);
        problems = List.copyOf(problems);
    }

    /** Whether a rule set is in use, as reason of its {@code Accepted} condition. */
    public enum Acceptance {
        Accepted,
        NoValidRules,
        PriorityNotAllowed
    }

    /** Whether the set is in use. */
    public boolean accepted() {
        return acceptance == Acceptance.Accepted;
    }
}
