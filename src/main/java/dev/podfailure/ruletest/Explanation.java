package dev.podfailure.ruletest;

import dev.podfailure.classify.PodAnswer;
import dev.podfailure.classify.PodAnswer.Asked;
import dev.podfailure.classify.PodAnswer.Outcome;
import dev.podfailure.rules.CompiledRuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why a case failed, for the author of the rule. */
final class Explanation {
    private Explanation() {}

    /** One line each: what decided, and why the expected rule did not. */
    static List<String> of(RuleTestCase tested, PodAnswer answer, TestedRules rules) {
        List<String> lines = new ArrayList<>();
        lines.add(decided(answer));
        String expected = tested.expected().rule();
        CompiledRuleSet set = expected == null ? null : rules.setOf(expected);
        if (expected != null && set != null && !expected.equals(answer.rule())) {
            lines.add(expected + ": " + missed(expected, set, answer, rules.askAlone(tested, set)));
        }
        return lines;
    }

    private static String decided(PodAnswer answer) {
        return switch (answer.outcome()) {
            case Matched, Ignored -> answer.rule() + " won: " + answer.evidenceLine();
            case Default -> "no rule holds, so that the default applies; seen: " + answer.evidenceLine();
            case Unmatched -> "no rule holds, and there is no default; seen: " + answer.evidenceLine();
            case NotFailed -> "the pod is not in phase Failed, so that no rule is asked";
            case DeletedOnPurpose ->
                "the pod was stopped on purpose, and no rule set with deletedPods: Include takes it";
        };
    }

    private static String missed(String expected, CompiledRuleSet set, PodAnswer answer, PodAnswer alone) {
        if (answer.outcome() == Outcome.NotFailed) {
            return "was not asked";
        }
        if (!set.settings().enforced()) {
            return "never wins, since enforcement of its rule set is Shadow";
        }
        List<Asked> asked = alone.asked() == null ? List.of() : alone.asked();
        if (asked.isEmpty()) {
            return "was not asked: its rule set is not about this pod"
                    + " (another namespace, another label, or a pod that was stopped on purpose)";
        }
        Optional<Asked> itself =
                asked.stream().filter(rule -> rule.rule().equals(expected)).findFirst();
        if (itself.isEmpty()) {
            return "comes after " + asked.getLast().rule() + ", which holds";
        }
        return itself.get().held()
                ? "holds, too, but comes after the rule that won"
                : itself.get().matcher() + " does not hold: " + itself.get().saw();
    }
}
