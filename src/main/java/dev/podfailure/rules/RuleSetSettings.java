package dev.podfailure.rules;

import org.jspecify.annotations.Nullable;

/**
 * What a rule set says beside its rules.
 *
 * @param clusterWide whether it applies to pods of every namespace: it lies in the operator's namespace
 * @param priority -1000 to 1000; higher is asked first
 * @param defaultCategory absent: the next set decides; {@code ""}: unmatched pods are left alone
 * @param defaultSubcategory {@code ""} if there is none
 */
public record RuleSetSettings(
        boolean clusterWide, int priority, @Nullable String defaultCategory, String defaultSubcategory) {}
