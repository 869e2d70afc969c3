package dev.podfailure.ruletest;

import dev.podfailure.classify.PodAnswer;
import java.util.List;

/**
 * What came of a case.
 *
 * @param tested the case
 * @param answer what the rules say
 * @param differences from what is expected; empty if the case passed
 * @param explanation for a person: what won and why, and why what was expected did not; empty if the case passed
 */
record RuleTestResult(
        RuleTestCase tested, PodAnswer answer, List<Expectation.Difference> differences, List<String> explanation) {
    RuleTestResult {
        differences = List.copyOf(differences);
        explanation = List.copyOf(explanation);
    }

    boolean passed() {
        return differences.isEmpty();
    }
}
