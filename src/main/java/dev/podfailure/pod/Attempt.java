package dev.podfailure.pod;

import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.rules.Classification;

/**
 * A record that was sent to the API server, and what there is to count once it is known to have been accepted.
 *
 * @param failed the pod as it was decided about
 * @param classification what was decided
 * @param judgement what that comes from
 * @param annotations what was sent
 */
record Attempt(FailedPod failed, Classification classification, Judgement judgement, PodAnnotations annotations) {

    /** Whether a record found on the pod is the one of this very attempt. */
    boolean wrote(PodAnnotations found) {
        return found.classifiedAt().equals(annotations.classifiedAt())
                && found.committedBy().equals(annotations.committedBy());
    }
}
