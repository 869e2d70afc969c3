package dev.podfailure.pod;

import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.metrics.FailureMetrics.SkipReason;
import dev.podfailure.rules.Classification;
import java.time.Instant;

/** What to do about one failed pod now. */
sealed interface Decision {

    /** Nothing: not every rule set is known yet. The pod is asked again when they are. */
    record NotYet() implements Decision {}

    /** Nothing: the pod carries a valid record, and nobody asks for a new one. */
    record AlreadyDecided(PodAnnotations annotations) implements Decision {}

    /** Look again at each change, and at this time at the latest. */
    record Wait(Instant until) implements Decision {}

    /** Read the pod's events and ask again with them. */
    record ReadEvents() implements Decision {}

    /** It is no failure. */
    record Skip(SkipReason reason) implements Decision {}

    /** No rule matched and there is no default: the pod is asked again when the rules change. */
    record LeaveUnmarked() implements Decision {}

    /**
     * Write the record.
     *
     * @param revision 0 for the first decision
     * @param judgement what the classification comes from
     */
    record Commit(Classification classification, int revision, Judgement judgement) implements Decision {}
}
