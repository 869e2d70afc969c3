package dev.podfailure.pod;

import dev.podfailure.rules.RuleSetReference;

/** Is told how rule sets keep to their budgets, on the leader, from any thread. Must not block. */
public interface BudgetListener {
    /**
     * A rule set cost too much in a classification.
     *
     * @param rule name of the rule whose match conditions did; {@code ""} if it is the set as a whole
     */
    void overran(RuleSetReference ruleSet, String rule);

    /** A pod of this namespace was classified, and no rule set cost too much. */
    void kept(String podNamespace);
}
