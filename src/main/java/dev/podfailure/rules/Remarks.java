package dev.podfailure.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be counted beside an answer.
 *
 * @param troubles match conditions that could not be answered
 * @param overBudget the rule set that took most of the time if the budget of the classification was exceeded, so that rules
 *     were left out; absent if every rule that had to be asked was
 */
public record Remarks(
        List<ConditionTrouble> troubles, @Nullable RuleSetReference overBudget) {
    /** Nothing to count. */
    public static final Remarks NONE = new Remarks(List.of(), null);

    public Remarks {
        troubles = List.copyOf(troubles);
    }
}
