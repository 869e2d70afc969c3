package dev.podfailure.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec} of a {@link FailureCategoryRuleSet}. Enumerations are plain strings: a value that this version does not
 * know is a problem of one rule, never a reason to stop decoding.
 *
 * @param priority -1000 to 1000; higher is asked first; absent means 0
 * @param enforcement {@code Enforced} (default), or {@code Shadow}: evaluated and counted apart, without any effect
 * @param namespaceSelector which namespaces' pods the rules are asked about; only for rule sets in the operator's namespace
 * @param podSelector which pods the rules are asked about
 * @param deletedPods whether the rules are asked about pods that were stopped on purpose: {@code Skip} (default) or
 *     {@code Include}
 * @param defaultCategory category of pods that no rule matches; {@code ""} leaves them alone; absent means that the next
 *     applicable rule set decides
 * @param defaultSubcategory subcategory beside {@code defaultCategory}
 * @param rules at most 500; the first one that holds wins
 */
public record RuleSetSpec(
        @Nullable Integer priority,
        @Nullable String enforcement,
        @Nullable LabelSelector namespaceSelector,
        @Nullable LabelSelector podSelector,
        @Nullable String deletedPods,
        @Nullable String defaultCategory,
        @Nullable String defaultSubcategory,
        @Nullable List<Rule> rules) {}
