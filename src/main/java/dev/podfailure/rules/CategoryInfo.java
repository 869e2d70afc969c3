package dev.podfailure.rules;

/**
 * What a rule in use says about the failures that it counts under a pair; several rules may differ about the same pair.
 *
 * @param category never empty
 * @param subcategory {@code ""} if there is none
 * @param responsible {@code ""} if there is none
 * @param retry {@code Worthwhile}, {@code Pointless}, {@code Uncertain} or {@code ""}
 */
public record CategoryInfo(String category, String subcategory, String responsible, String retry) {}
