package dev.podfailure.pod;

import dev.podfailure.rules.Classification;
import dev.podfailure.stream.FailureEventLog;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;

/** What the stream of failures is told; the log behind it is the one that is told in the operator. Must not block. */
interface FailureStream {
    /** A failed pod appeared or changed. */
    void seen(Pod pod);

    /** A failed pod is gone, and there is nothing to tell of it. */
    void gone(Pod last);

    /** A failed pod was gone before it could be annotated. */
    void vanished(Pod last, Classification classification, Instant classifiedAt);

    /** The operator's. */
    static FailureStream to(FailureEventLog log) {
        return new FailureStream() {
            @Override
            public void seen(Pod pod) {
                log.seen(pod);
            }

            @Override
            public void gone(Pod last) {
                log.gone(last);
            }

            @Override
            public void vanished(Pod last, Classification classification, Instant classifiedAt) {
                log.vanished(last, classification, classifiedAt);
            }
        };
    }
}
