package dev.podfailure.pod;

import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.failure.PodEvent;
import dev.podfailure.metrics.FailureMetrics.SkipReason;
import dev.podfailure.rules.ActiveRules;
import dev.podfailure.rules.Classification;
import dev.podfailure.rules.Outcome;
import dev.podfailure.rules.Question;
import dev.podfailure.rules.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what to do about a failed pod. Pure: no client, no clock.
 *
 * @param settle how long to wait for facts that are still missing, from first sight
 * @param rulesSettle how long the rules must have been unchanged before a default is written
 */
record Decider(Duration settle, Duration rulesSettle) {

    /**
     * What to do now.
     *
     * @param events the pod's events; absent if they were not read yet
     */
    Decision decide(FailedPod failed, ActiveRules.Snapshot rules, Instant now, Optional<List<PodEvent>> events) {
        return withoutAsking(failed, rules, now).orElseGet(() -> {
            Question question = question(failed, events);
            return afterAsking(failed, rules, now, question, rules.book().classify(question));
        });
    }

    /** What to do now if it is no use to ask the rules; absent: ask them. */
    Optional<Decision> withoutAsking(FailedPod failed, ActiveRules.Snapshot rules, Instant now) {
        if (!rules.complete()) {
            return Optional.of(new Decision.NotYet());
        }
        Optional<PodAnnotations> earlier = PodAnnotations.read(failed.pod());
        if (earlier.isPresent() && !PodAnnotations.asksForReclassification(failed.pod())) {
            return Optional.of(new Decision.AlreadyDecided(earlier.get()));
        }
        if (isDeletedOnPurpose(failed) && !rules.book().includesDeletedPods()) {
            return Optional.of(new Decision.Skip(SkipReason.DELETED_ON_PURPOSE));
        }
        boolean mayWait = now.isBefore(settledAt(failed)) && !failed.isBeingDeleted();
        boolean lacksNamespace =
                failed.namespaceLabels().isEmpty() && rules.book().usesNamespaceSelectors();
        boolean lacksStatuses = !failed.gone() && !Completeness.of(failed.pod());
        return mayWait && (lacksNamespace || lacksStatuses)
                ? Optional.of(new Decision.Wait(settledAt(failed)))
                : Optional.empty();
    }

    /** What the rules are asked. */
    static Question question(FailedPod failed, Optional<List<PodEvent>> events) {
        return Question.about(failed.facts())
                .withPod(failed.pod())
                .withNamespaceLabels(failed.namespaceLabels().orElse(Map.of()))
                .withDeletedOnPurpose(isDeletedOnPurpose(failed))
                .withEvents(events);
    }

    /** What to do now that the rules have answered. */
    Decision afterAsking(
            FailedPod failed, ActiveRules.Snapshot rules, Instant now, Question question, Verdict verdict) {
        // A pod that is being deleted may be gone before a late event comes; one that is gone already can wait.
        boolean mayWaitForEvents = now.isBefore(settledAt(failed)) && (failed.gone() || !failed.isBeingDeleted());
        if (mayWaitForEvents && isOnlyAnEventMissing(verdict)) {
            return new Decision.Wait(settledAt(failed));
        }
        return switch (verdict) {
            case Verdict.NeedsEvents needed -> new Decision.ReadEvents();
            case Verdict.Classified found ->
                classified(found.classification(), failed, rules, now, new Judgement(rules.book(), question, verdict));
            case Verdict.Unmatched nothing ->
                question.deletedOnPurpose()
                        ? new Decision.Skip(SkipReason.DELETED_ON_PURPOSE)
                        : new Decision.LeaveUnmarked();
        };
    }

    /** A pod that was decided once was found to be a failure then; a deletion since does not change that. */
    private static boolean isDeletedOnPurpose(FailedPod failed) {
        return PodAnnotations.read(failed.pod()).isEmpty() && failed.stoppedOnPurpose();
    }

    private static boolean isOnlyAnEventMissing(Verdict verdict) {
        return switch (verdict) {
            case Verdict.NeedsEvents needed -> false;
            case Verdict.Classified found -> found.onlyEventMissing();
            case Verdict.Unmatched nothing -> nothing.onlyEventMissing();
        };
    }

    private Decision classified(
            Classification classification,
            FailedPod failed,
            ActiveRules.Snapshot rules,
            Instant now,
            Judgement judgement) {
        if (classification.outcome() == Outcome.IGNORED) {
            return new Decision.Skip(SkipReason.IGNORED);
        }
        Instant rulesSettled = rules.since().plus(rulesSettle);
        if (classification.isDefault() && now.isBefore(rulesSettled)) {
            return new Decision.Wait(rulesSettled);
        }
        return new Decision.Commit(classification, nextRevision(failed), judgement);
    }

    /** Greater than that of a record which somebody erased: clients take the greatest revision for the valid one. */
    private static int nextRevision(FailedPod failed) {
        int onThePod =
                PodAnnotations.read(failed.pod()).map(PodAnnotations::revision).orElse(-1);
        long next = Math.max(onThePod, failed.sighting().revision()) + 1L;
        return (int) Math.min(next, Integer.MAX_VALUE);
    }

    private Instant settledAt(FailedPod failed) {
        return failed.sighting().firstSeen().plus(settle);
    }
}
