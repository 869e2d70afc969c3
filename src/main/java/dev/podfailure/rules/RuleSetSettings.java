package dev.podfailure.rules;

import org.jspecify.annotations.Nullable;

/**
 * What a rule set says beside its rules.
 *
 * @param clusterWide whether it applies to pods of every namespace: it lies in the operator's namespace
 * @param priority -1000 to 1000; higher is asked first
 * @param enforced whether it has any effect; a shadow set is evaluated and counted apart
 * @param namespaceSelector which namespaces' pods it applies to; selects everything outside the operator's namespace
 * @param podSelector which pods it applies to
 * @param deletedPods whether it applies to pods that were stopped on purpose
 * @param defaultCategory absent: the next set decides; {@code ""}: unmatched pods are left alone
 * @param defaultSubcategory {@code ""} if there is none
 */
public record RuleSetSettings(
        boolean clusterWide,
        int priority,
        boolean enforced,
        Selector namespaceSelector,
        Selector podSelector,
        boolean deletedPods,
        @Nullable String defaultCategory,
        String defaultSubcategory) {

    /** Whether it applies to the pod in question. */
    boolean appliesTo(Question question, String ownNamespace) {
        return (clusterWide || ownNamespace.equals(question.failure().pod().namespace()))
                && (deletedPods || !question.deletedOnPurpose())
                && podSelector.selects(question.failure().pod().labels())
                && namespaceSelector.selects(question.namespaceLabels());
    }

    /** Whether it applies to every pod that it could apply to. */
    boolean isUnconditional() {
        return podSelector.isAll() && namespaceSelector.isAll();
    }
}
