package dev.podfailure.ruletest;

import dev.podfailure.classify.PodAnswer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a case expects of the answer. What is absent is not looked at; {@code ""} expects that there is none.
 *
 * @param outcome always looked at
 * @param category likewise what follows
 * @param subcategory second level
 * @param rule {@code namespace/ruleset/rule}
 */
record Expectation(
        PodAnswer.Outcome outcome,
        @Nullable String category,
        @Nullable String subcategory,
        @Nullable String rule) {

    /**
     * One field that is not as expected.
     *
     * @param field name of the field
     * @param expected {@code ""} for none
     * @param got {@code ""} for none
     */
    record Difference(String field, String expected, String got) {}

    /** What is not as expected; empty if all is. */
    List<Difference> differences(PodAnswer answer) {
        List<Difference> differences = new ArrayList<>();
        compare("outcome", outcome.name(), answer.outcome().name(), differences);
        compare("category", category, answer.category(), differences);
        compare("subcategory", subcategory, answer.subcategory(), differences);
        compare("rule", rule, answer.rule(), differences);
        return List.copyOf(differences);
    }

    private static void compare(String field, @Nullable String expected, String got, List<Difference> differences) {
        if (expected != null && !expected.equals(got)) {
            differences.add(new Difference(field, expected, got));
        }
    }
}
