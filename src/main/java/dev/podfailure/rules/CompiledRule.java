package dev.podfailure.rules;

/**
 * A rule in use.
 *
 * @param name unique in its rule set
 * @param category never empty
 * @param subcategory {@code ""} if there is none
 * @param hint {@code ""} if there is none
 * @param responsible {@code ""} if there is none
 * @param retry {@code Worthwhile}, {@code Pointless}, {@code Uncertain} or {@code ""}
 * @param outcome what a match means
 * @param matchers what it asks; never empty
 * @param key by what an index finds it
 */
public record CompiledRule(
        String name,
        String category,
        String subcategory,
        String hint,
        String responsible,
        String retry,
        Outcome outcome,
        Matchers matchers,
        RuleKey key) {

    /** Whether it asks match conditions, which can fail. */
    public boolean hasConditions() {
        return !matchers.conditions().isEmpty();
    }
}
