package dev.podfailure.rules;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The answer about one failed pod.
 *
 * @param category never empty
 * @param subcategory {@code ""} if there is none
 * @param rule the rule that won; absent if the default applied
 * @param hint {@code ""} if there is none
 * @param responsible {@code ""} if there is none
 * @param retry {@code Worthwhile}, {@code Pointless}, {@code Uncertain} or {@code ""}
 * @param outcome what the match means
 * @param evidence why
 * @param rulesSince when the rule set that decided was created; for a default, the first applicable one. A failure older
 *     than this is backlog.
 */
public record Classification(
        String category,
        String subcategory,
        @Nullable RuleReference rule,
        String hint,
        String responsible,
        String retry,
        Outcome outcome,
        Evidence evidence,
        Instant rulesSince) {

    /** Whether no rule matched and the default applied. */
    public boolean isDefault() {
        return rule == null;
    }
}
