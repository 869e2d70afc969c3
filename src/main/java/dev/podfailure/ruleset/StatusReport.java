package dev.podfailure.ruleset;

import dev.podfailure.api.RuleSetStatus;
import dev.podfailure.api.RuleSetStatus.RuleSetCondition;
import dev.podfailure.api.RuleSetStatus.RuleSetProblem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Puts into a status what became of a version of a rule set. Pure. */
final class StatusReport {
    private final ObservedStatus previous;
    private final long generation;
    private final String now;

    private StatusReport(ObservedStatus previous, long generation, Instant now) {
        this.previous = previous;
        this.generation = generation;
        this.now = now.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /**
     * The status to write.
     *
     * @param budget that the version keeps costing too much; absent if it does not
     * @param previous what the object says now: a condition whose status stays keeps its transition time
     * @param now the transition time of the others
     */
    static RuleSetStatus of(
            Compilation compilation, Optional<RuleSetProblem> budget, ObservedStatus previous, Instant now) {
        Findings compiled = Findings.of(compilation);
        Findings findings = budget.map(compiled::costly).orElse(compiled);
        StatusReport report = new StatusReport(previous, compilation.source().generation(), now);
        return new RuleSetStatus(report.generation, findings.rules(), report.conditions(findings), findings.problems());
    }

    private List<RuleSetCondition> conditions(Findings findings) {
        boolean fine = !findings.needsCorrection();
        String details = fine ? findings.summary() : findings.summary() + ": " + findings.listed();
        return List.of(
                accepted(findings, details),
                partiallyInvalid(findings),
                fine
                        ? condition("Ready", true, "Ready", findings.summary())
                        : condition("Ready", false, findings.correctionReason(), details),
                fine
                        ? condition("Stalled", false, "NothingToCorrect", "there is nothing to correct")
                        : condition(
                                "Stalled",
                                true,
                                findings.correctionReason(),
                                findings.listed() + ". " + findings.remedy()));
    }

    private RuleSetCondition accepted(Findings findings, String details) {
        return findings.accepted()
                ? condition("Accepted", true, "Accepted", findings.summary())
                : condition("Accepted", false, findings.reason(), details);
    }

    private RuleSetCondition partiallyInvalid(Findings findings) {
        if (!findings.accepted()) {
            return condition("PartiallyInvalid", false, "NotAccepted", "this version is not in use at all");
        }
        return findings.whole()
                ? condition("PartiallyInvalid", false, "AllRulesValid", "nothing is left out")
                : condition("PartiallyInvalid", true, findings.reason(), findings.listed());
    }

    private RuleSetCondition condition(String type, boolean holds, String reason, String message) {
        String status = holds ? "True" : "False";
        String since = previous.condition(type)
                .filter(before -> before.status().equals(status)
                        && !before.lastTransitionTime().isEmpty())
                .map(RuleSetCondition::lastTransitionTime)
                .orElse(now);
        return new RuleSetCondition(type, status, generation, since, reason, message);
    }
}
