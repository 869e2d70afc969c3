package dev.podfailure.metrics;

import dev.podfailure.rules.RuleReference;
import dev.podfailure.rules.ShadowAnswer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;

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
        matches = ofRules(meters, "podfailure.rule.matches", "Failed pods that a rule has won, from its first one on.");
        shadows = meters.counters(
                "podfailure.shadow",
                "Decided pods, by what a shadow rule set would have said about them.",
                MAX_RULE_SERIES,
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
                name, help, MAX_RULE_SERIES, tags -> ofSet(BoundedLabel.OTHER).and("rule", BoundedLabel.OTHER));
    }

    private static BoundedCounters ofSets(Meters meters, String name, String help) {
        return meters.counters(name, help, MAX_SET_SERIES, tags -> ofSet(BoundedLabel.OTHER));
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

    private static Tags of(RuleReference rule) {
        return ofSet(rule.namespace() + "/" + rule.ruleSet()).and("rule", rule.rule());
    }

    private static Tags ofSet(String ruleSet) {
        return Tags.of("ruleset", ruleSet);
    }
}
