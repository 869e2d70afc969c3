package dev.podfailure.metrics;

import dev.podfailure.rules.CategoryPair;

/**
 * A pair that the active rules can give, and what they say about it.
 *
 * @param pair the pair
 * @param byRule whether a rule gives it
 * @param byDefault whether a default gives it
 * @param responsible whose problem it is; {@code ""} if nothing is said, {@code _mixed} if its rules disagree
 * @param retry whether to try again; likewise
 */
public record CategoryUse(CategoryPair pair, boolean byRule, boolean byDefault, String responsible, String retry) {
    private static final String MIXED = "_mixed";

    /** What is known of a pair that two rules give: one series for a pair, or joins on it would fail. */
    CategoryUse and(CategoryUse other) {
        return new CategoryUse(
                pair,
                byRule || other.byRule,
                byDefault || other.byDefault,
                agreed(responsible, other.responsible),
                agreed(retry, other.retry));
    }

    private static String agreed(String one, String other) {
        if (one.isEmpty() || one.equals(other)) {
            return other;
        }
        return other.isEmpty() ? one : MIXED;
    }
}
