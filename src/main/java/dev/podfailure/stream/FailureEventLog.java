package dev.podfailure.stream;

import dev.podfailure.rules.Classification;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;

/**
 * The bounded log behind the stream. Fed from the failed pods that the informer delivers, in their order, on every
 * replica. Thread-safe; never blocks.
 */
public final class FailureEventLog {

    /** Takes note of a failed pod as the informer delivers it; appends an event if it carries a record not seen yet. */
    public void seen(Pod pod) {}

    /** Takes note that an annotated or skipped pod is gone from the cluster: it leaves the snapshot. */
    public void gone(Pod last) {}

    /** Appends the event of a pod that was gone before it could be annotated. */
    public void vanished(Pod last, Classification classification, Instant classifiedAt) {}
}
