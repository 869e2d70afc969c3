package dev.podfailure.rules;

/**
 * What a pod can be counted under.
 *
 * @param category never empty
 * @param subcategory {@code ""} if there is none
 */
public record CategoryPair(String category, String subcategory) {}
