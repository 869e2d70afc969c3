package dev.podfailure.pod;

import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.failure.PodEvent;
import dev.podfailure.failure.PodFailure;
import dev.podfailure.metrics.FailureMetrics.SkipReason;
import dev.podfailure.rules.ActiveRules;
import dev.podfailure.rules.Classification;
import dev.podfailure.rules.Outcome;
import dev.podfailure.rules.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
        if (!rules.complete()) {
            return new Decision.NotYet();
        }
        Optional<PodAnnotations> earlier = PodAnnotations.read(failed.pod());
        if (earlier.isPresent() && !PodAnnotations.asksForReclassification(failed.pod())) {
            return new Decision.AlreadyDecided(earlier.get());
        }
        PodFailure facts = failed.facts();
        // A pod that was decided once was found to be a failure then; a deletion since does not change that.
        if (earlier.isEmpty() && Deletion.onPurpose(facts, failed.sighting())) {
            return new Decision.Skip(SkipReason.DELETED_ON_PURPOSE);
        }
        boolean settled = !now.isBefore(settledAt(failed));
        if (!settled && !failed.gone() && !Completeness.of(failed.pod())) {
            return new Decision.Wait(settledAt(failed));
        }
        // A pod that is being deleted may be gone before a late event comes; one that is gone already can wait.
        boolean mayWaitForEvents = !settled && (failed.gone() || !failed.isBeingDeleted());
        Verdict verdict = rules.book().classify(facts, events);
        if (mayWaitForEvents && isOnlyAnEventMissing(verdict)) {
            return new Decision.Wait(settledAt(failed));
        }
        return switch (verdict) {
            case Verdict.NeedsEvents needed -> new Decision.ReadEvents();
            case Verdict.Classified found -> classified(found.classification(), earlier, rules, now);
            case Verdict.Unmatched nothing -> new Decision.LeaveUnmarked();
        };
    }

    private static boolean isOnlyAnEventMissing(Verdict verdict) {
        return switch (verdict) {
            case Verdict.NeedsEvents needed -> false;
            case Verdict.Classified found -> found.onlyEventMissing();
            case Verdict.Unmatched nothing -> nothing.onlyEventMissing();
        };
    }

    private Decision classified(
            Classification classification, Optional<PodAnnotations> earlier, ActiveRules.Snapshot rules, Instant now) {
        if (classification.outcome() == Outcome.IGNORED) {
            return new Decision.Skip(SkipReason.IGNORED);
        }
        Instant rulesSettled = rules.since().plus(rulesSettle);
        if (classification.isDefault() && now.isBefore(rulesSettled)) {
            return new Decision.Wait(rulesSettled);
        }
        return new Decision.Commit(
                classification, earlier.map(record -> record.revision() + 1).orElse(0));
    }

    private Instant settledAt(FailedPod failed) {
        return failed.sighting().firstSeen().plus(settle);
    }
}
