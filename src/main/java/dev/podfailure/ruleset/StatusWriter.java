package dev.podfailure.ruleset;

import dev.podfailure.api.FailureCategoryRuleSet;
import dev.podfailure.api.RuleSetStatus;
import io.javaoperatorsdk.operator.api.reconciler.Context;

/** Sends a status to the API server. */
@FunctionalInterface
interface StatusWriter {
    /**
     * Writes it, once.
     *
     * @param ruleSet the object as the cache has it
     * @param status what it is to say
     */
    void write(FailureCategoryRuleSet ruleSet, RuleSetStatus status, Context<FailureCategoryRuleSet> context);
}
