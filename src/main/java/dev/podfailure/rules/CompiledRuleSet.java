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
 * @param warnings what is in use but has no effect; no reason to call the set invalid
 */
public record CompiledRuleSet(
        RuleSetSource source,
        Acceptance acceptance,
        int total,
        List<CompiledRule> rules,
        RuleSetSettings settings,
        List<RuleProblem> problems,
        List<RuleProblem> warnings) {
    public CompiledRuleSet {
        rules = List.copyOf(rules);
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /** A rule set without warnings. */
    public CompiledRuleSet(
            RuleSetSource source,
            Acceptance acceptance,
            int total,
            List<CompiledRule> rules,
            RuleSetSettings settings,
            List<RuleProblem> problems) {
        this(source, acceptance, total, rules, settings, problems, List.of());
    }

    /** Whether a rule set is in use, as reason of its {@code Accepted} condition. */
    public enum Acceptance {
        /** It is in use. A set without any rules is: it gives its default, or nothing. */
        Accepted,
        /** Every rule was left out, or the spec itself has a mistake. */
        NoValidRules,
        /** It lies outside the operator's namespace and asks for a higher priority than it may have. */
        PriorityNotAllowed
    }

    /** Whether the set is in use. */
    public boolean accepted() {
        return acceptance == Acceptance.Accepted;
    }

    /** Whether it applies to the pod in question. */
    boolean appliesTo(Question question) {
        return settings.appliesTo(question, source.namespace());
    }

    /** Whether it is in use and says anything at all: without rules and without a default it is as good as absent. */
    boolean hasSay() {
        return accepted() && (!rules.isEmpty() || settings.defaultCategory() != null);
    }
}
