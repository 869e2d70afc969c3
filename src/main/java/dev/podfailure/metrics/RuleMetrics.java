package dev.podfailure.metrics;

import dev.podfailure.rules.CompiledRule;
import dev.podfailure.rules.CompiledRuleSet;
import dev.podfailure.rules.Outcome;
import dev.podfailure.rules.RuleReference;
import dev.podfailure.rules.ShadowAnswer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** What is counted about single rules and rule sets: who won, who would have won, who fails. Thread-safe. */
public final class RuleMetrics {
    private static final int MAX_RULE_SERIES = 5_000;
    private static final int MAX_SET_SERIES = 1_000;

    private final BoundedCounters matches;
    private final BoundedCounters shadows;
    private final BoundedCounters disagreements;
    private final Counter shadowsDropped;
    private final BoundedCounters conditionErrors;
    private final BoundedCounters conditionsOverBudget;
    private final BoundedCounters budgetExceeded;

    RuleMetrics(Meters meters) {
        matches = ofRules(meters, "podfailure.rule.matches", "Failed pods that a rule has won.");
        shadows = meters.counters(
                "podfailure.shadow",
                "Decided pods, by what a shadow rule set would have said about them.",
                MAX_RULE_SERIES,
                "ruleset",
                tags -> ofSet(BoundedLabel.OTHER)
                        .and("category", BoundedLabel.OTHER, "subcategory", BoundedLabel.OTHER));
        disagreements = ofSets(
                meters,
                "podfailure.shadow.disagreements",
                "Decided pods about which a shadow rule set would have said something else.");
        shadowsDropped = meters.counter(
                "podfailure.shadow.dropped",
                "Decided pods that no shadow rule set was asked about, because too many waited.");
        conditionErrors = ofRules(
                meters,
                "podfailure.condition.errors",
                "Classifications in which a match condition of a rule had no value: the rule did not match.");
        conditionsOverBudget = ofRules(
                meters,
                "podfailure.condition.over.budget",
                "Classifications in which the match conditions of a rule cost too much: the rule did not match.");
        budgetExceeded = ofSets(
                meters,
                "podfailure.budget.exceeded",
                "Classifications that ran out of time, by the rule set that took most of it.");
    }

    private static BoundedCounters ofRules(Meters meters, String name, String help) {
        return meters.counters(
                name,
                help,
                MAX_RULE_SERIES,
                "rule",
                tags -> ofSet(BoundedLabel.OTHER).and("rule", BoundedLabel.OTHER));
    }

    private static BoundedCounters ofSets(Meters meters, String name, String help) {
        return meters.counters(name, help, MAX_SET_SERIES, "ruleset", tags -> ofSet(BoundedLabel.OTHER));
    }

    /**
     * Exports at 0 what can be counted about these rule sets.
     *
     * @param all the compiled rule sets, also those that are not in use
     */
    synchronized void known(Collection<CompiledRuleSet> all) {
        List<CompiledRuleSet> sets =
                all.stream().filter(CompiledRuleSet::accepted).toList();
        matches.expect(ofRules(sets, rule -> rule.outcome() == Outcome.FAILURE));
        List<Tags> withConditions = ofRules(sets, CompiledRule::hasConditions);
        conditionErrors.expect(withConditions);
        conditionsOverBudget.expect(withConditions);
        budgetExceeded.expect(ofSets(sets, RuleMetrics::isEnforced));
        disagreements.expect(ofSets(sets, set -> !isEnforced(set)));
        shadows.expect(ofShadows(sets));
    }

    private static List<Tags> ofRules(Collection<CompiledRuleSet> sets, Predicate<CompiledRule> which) {
        return sets.stream()
                .filter(RuleMetrics::isEnforced)
                .flatMap(set -> set.rules().stream().filter(which).map(rule -> of(set).and("rule", rule.name())))
                .toList();
    }

    private static List<Tags> ofSets(Collection<CompiledRuleSet> sets, Predicate<CompiledRuleSet> which) {
        return sets.stream().filter(which).map(RuleMetrics::of).toList();
    }

    private static List<Tags> ofShadows(Collection<CompiledRuleSet> sets) {
        return sets.stream()
                .filter(set -> !isEnforced(set))
                .flatMap(set -> set.rules().stream()
                        .map(rule -> of(set).and("category", rule.category(), "subcategory", rule.subcategory())))
                .distinct()
                .toList();
    }

    /** Counts a failed pod that a rule won. */
    void matched(RuleReference rule) {
        matches.increment(of(rule));
    }

    /** Counts what a shadow rule set says about a decided pod. */
    public void shadow(ShadowAnswer answer) {
        shadows.increment(
                ofSet(answer.ruleSet()).and("category", answer.category(), "subcategory", answer.subcategory()));
        if (answer.disagrees()) {
            disagreements.increment(ofSet(answer.ruleSet()));
        }
    }

    /** Counts a decided pod that no shadow rule set was asked about, because too many waited. */
    public void shadowDropped() {
        shadowsDropped.increment();
    }

    /** Counts a classification in which a match condition of a rule gave no answer. */
    public void conditionFailed(RuleReference rule, boolean overBudget) {
        (overBudget ? conditionsOverBudget : conditionErrors).increment(of(rule));
    }

    /**
     * Counts a classification that ran out of time.
     *
     * @param ruleSet namespace/name of the rule set that took most of it
     */
    public void budgetExceeded(String ruleSet) {
        budgetExceeded.increment(ofSet(ruleSet));
    }

    /** Drops the counters of a rule set that is gone. */
    void ruleSetGone(String path) {
        for (BoundedCounters counters : new BoundedCounters[] {
            matches, shadows, disagreements, conditionErrors, conditionsOverBudget, budgetExceeded
        }) {
            counters.removeIf(tags -> tags.stream()
                    .anyMatch(tag ->
                            tag.getKey().equals("ruleset") && tag.getValue().equals(path)));
        }
    }

    private static boolean isEnforced(CompiledRuleSet set) {
        return set.settings().enforced();
    }

    private static Tags of(CompiledRuleSet set) {
        return ofSet(set.source().namespace() + "/" + set.source().name());
    }

    private static Tags of(RuleReference rule) {
        return ofSet(rule.namespace() + "/" + rule.ruleSet()).and("rule", rule.rule());
    }

    private static Tags ofSet(String ruleSet) {
        return Tags.of("ruleset", ruleSet);
    }
}
