package dev.podfailure.ruleset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podfailure.api.RuleSetStatus.RuleSetProblem;
import dev.podfailure.rules.RuleSetSource;
import java.util.Optional;

/** How a status says that a rule set keeps costing too much. */
final class BudgetProblem {
    static final String REASON = "BudgetExceeded";

    private BudgetProblem() {}

    /** @param rule name of the rule whose match conditions cost too much; {@code ""} for the set as a whole */
    static RuleSetProblem of(RuleSetSource source, String rule) {
        int index = rule.isEmpty() ? -1 : indexOf(source, rule);
        return index < 0
                ? new RuleSetProblem(
                        "spec.rules",
                        REASON,
                        "classifications keep running out of time in these rules: they and all rules after them are left out"
                                + " then, and the pods get the default category")
                : new RuleSetProblem(
                        "spec.rules[" + index + "].matchConditions",
                        REASON,
                        "these conditions keep costing more than a rule may spend on a pod: the rule does not match then");
    }

    /** What an earlier status says about this version: a leader that is new has not seen the pods. */
    static Optional<RuleSetProblem> in(ObservedStatus status, long generation) {
        return status.observedGeneration() != generation
                ? Optional.empty()
                : status.ours().problems().stream()
                        .filter(problem -> problem.reason().equals(REASON))
                        .findFirst();
    }

    private static int indexOf(RuleSetSource source, String rule) {
        JsonNode rules = source.spec().path("rules");
        for (int i = 0; i < rules.size(); i++) {
            if (rules.path(i).path("name").asText().equals(rule)) {
                return i;
            }
        }
        return -1;
    }
}
