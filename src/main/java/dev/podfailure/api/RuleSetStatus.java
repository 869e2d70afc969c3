package dev.podfailure.api;

import java.util.List;

/**
 * {@code status} of a {@link FailureCategoryRuleSet}, written by the operator's leader.
 *
 * @param observedGeneration {@code metadata.generation} of the spec that this status speaks of
 * @param rules how many rules there are and how many are in use
 * @param conditions {@code Accepted}, {@code PartiallyInvalid}, {@code Ready}, {@code Stalled}
 * @param problems what the compiler left out, at most 32
 */
public record RuleSetStatus(
        long observedGeneration, RuleCount rules, List<RuleSetCondition> conditions, List<RuleSetProblem> problems) {
    public RuleSetStatus {
        conditions = List.copyOf(conditions);
        problems = List.copyOf(problems);
    }

    /**
     * How many rules there are.
     *
     * @param total rules in the spec
     * @param active rules in use
     */
    public record RuleCount(int total, int active) {}

    /**
     * A condition in the manner of {@code metav1.Condition}.
     *
     * @param type {@code Accepted}, {@code PartiallyInvalid}, {@code Ready} or {@code Stalled}
     * @param status {@code True} or {@code False}
     * @param observedGeneration the generation that it speaks of
     * @param lastTransitionTime RFC 3339; moves only with {@code status}
     * @param reason one word
     * @param message for a person
     */
    public record RuleSetCondition(
            String type,
            String status,
            long observedGeneration,
            String lastTransitionTime,
            String reason,
            String message) {}

    /**
     * What is wrong in one place of the spec.
     *
     * @param path where in the object, such as {@code spec.rules[3].onPodError.pattern}
     * @param reason one word
     * @param message for a person
     */
    public record RuleSetProblem(String path, String reason, String message) {}
}
