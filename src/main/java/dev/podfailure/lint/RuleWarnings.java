package dev.podfailure.lint;

import dev.podfailure.api.ExitCodeMatcher;
import dev.podfailure.api.PodConditionMatcher;
import dev.podfailure.api.ReasonMatcher;
import dev.podfailure.api.Rule;
import java.util.List;

/** What is odd about a rule by itself. */
final class RuleWarnings {
    private final Findings findings;
    private final boolean includesDeletedPods;
    private final PatternWarnings patterns;

    /** @param includesDeletedPods whether the set is asked about pods that were stopped on purpose */
    RuleWarnings(Findings findings, boolean includesDeletedPods) {
        this.findings = findings;
        this.includesDeletedPods = includesDeletedPods;
        this.patterns = new PatternWarnings(findings);
    }

    void check(LintedRule linted) {
        exitCodes(linted);
        terminationReason(linted);
        disruption(linted);
        deletion(linted);
        patterns.check(linted);
    }

    private void exitCodes(LintedRule linted) {
        ExitCodeMatcher codes = linted.rule().onExitCodes();
        if (codes != null && LintedRule.orEmpty(codes.values()).contains(0)) {
            findings.add(
                    linted.path() + ".onExitCodes.values",
                    Code.EXIT_CODE_ZERO,
                    "0 changes nothing: a container that ended with 0 has not failed and never matches");
        }
    }

    private void terminationReason(LintedRule linted) {
        Rule rule = linted.rule();
        ReasonMatcher reason = rule.onTerminationReason();
        if (reason == null) {
            return;
        }
        // Who leaves out Error wants what the kubelet and the runtime say, whatever the exit code.
        boolean isOpen = LintedRule.orEmpty(reason.operator()).equals("NotIn")
                && !LintedRule.orEmpty(reason.values()).contains("Error");
        if (isOpen && rule.onExitCodes() == null) {
            findings.add(
                    linted.path() + ".onTerminationReason",
                    Code.REASON_NOT_IN,
                    "NotIn holds for any other failure, whatever its exit code: name exit codes beside it");
        }
        boolean needsFailure = rule.onExitCodes() != null || rule.onTerminationMessage() != null;
        if (needsFailure
                && LintedRule.orEmpty(reason.operator()).equals("In")
                && LintedRule.orEmpty(reason.values()).equals(List.of("Completed"))) {
            findings.add(
                    linted.path() + ".onTerminationReason",
                    Code.UNWINNABLE,
                    "this rule can never win: a container that is Completed ended with 0, and the other matchers see"
                            + " only those that failed");
        }
    }

    /** A reason of the pod beside it says by itself that the kubelet ended the pod. */
    private void disruption(LintedRule linted) {
        if (linted.rule().onPodReason() != null || linted.rule().onConditions() != null) {
            return;
        }
        List<PodConditionMatcher> conditions = LintedRule.orEmpty(linted.rule().onPodConditions());
        for (int i = 0; i < conditions.size(); i++) {
            PodConditionMatcher condition = conditions.get(i);
            boolean isThere = condition.status() == null || "True".equals(condition.status());
            if ("DisruptionTarget".equals(condition.type()) && isThere && condition.relativeToFailure() == null) {
                findings.add(
                        linted.path() + ".onPodConditions[" + i + "]",
                        Code.DISRUPTION_ANY_TIME,
                        "pods that died minutes before get DisruptionTarget, too: say relativeToFailure: Before, or Any"
                                + " if that is meant");
            }
        }
    }

    private void deletion(LintedRule linted) {
        if ("Requested".equals(linted.rule().onPodDeletion()) && !includesDeletedPods) {
            findings.add(
                    linted.path() + ".onPodDeletion",
                    Code.DELETED_PODS_SKIPPED,
                    "this set is not asked about pods that were stopped on purpose: say spec.deletedPods: Include");
        }
    }
}
