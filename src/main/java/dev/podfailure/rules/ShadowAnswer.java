package dev.podfailure.rules;

/**
 * What a shadow rule set says about a failure; it has no effect.
 *
 * @param ruleSet {@code namespace/name} of the rule set
 * @param rule name of the rule that holds
 * @param category never empty
 * @param subcategory {@code ""} if there is none
 * @param disagrees whether the enforced answer has another category, subcategory or outcome, or is none
 */
public record ShadowAnswer(String ruleSet, String rule, String category, String subcategory, boolean disagrees) {}
