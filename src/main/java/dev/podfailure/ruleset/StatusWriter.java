package dev.podfailure.ruleset;

import dev.podfailure.api.FailureCategoryRuleSet;
import io.javaoperatorsdk.operator.api.reconciler.Context;

/** Sends a status to the API server. */
@FunctionalInterface
interface StatusWriter {
    /** Server-side apply, so that conditions of other writers stay; what it changes does not come back as an event. */
    StatusWriter SERVER_SIDE_APPLY =
            (ruleSet, context) -> context.resourceOperations().serverSideApplyPrimaryStatus(ruleSet);

    /**
     * Writes it, once.
     *
     * @param ruleSet a fresh object that holds the name, the UID as a precondition, and the status that is ours
     */
    void write(FailureCategoryRuleSet ruleSet, Context<FailureCategoryRuleSet> context);
}
