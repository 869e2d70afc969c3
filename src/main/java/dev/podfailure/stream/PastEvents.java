package dev.podfailure.stream;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Extends the log backwards for tokens of other replicas and earlier starts: what failed before this replica listed pods is
 * in its log if the pod is still there, so the log is complete from where no pod has left. Thread-safe.
 */
final class PastEvents {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final EventStore store;
    private final PodHistory history;

    /** Lets one ask at a time, and guards the field below: whoever sends tokens must not make many requests of them. */
    private final ReentrantLock asking = new ReentrantLock();

    /** No answer helps tokens up to this version. */
    private long unknown;

    PastEvents(EventStore store, PodHistory history) {
        this.store = store;
        this.history = history;
    }

    /** Extends the log as far as this token needs it, if that is possible. May block for some seconds. */
    void reach(ResumeToken token) throws InterruptedException {
        if (!isNeeded(token) || !asking.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
        }
        try {
            if (isNeeded(token) && token.version() > unknown) {
                extend(token.version(), store.completeFrom());
            }
        } finally {
            asking.unlock();
        }
    }

    private void extend(long version, long upTo) {
        long from = history.completeFrom(version, upTo);
        store.completeFrom(from);
        if (store.completeFrom() > version) {
            unknown = Math.max(unknown, from > version && from < upTo ? from - 1 : version);
        }
    }

    private boolean isNeeded(ResumeToken token) {
        return !store.gave(token) && token.version() > 0 && token.version() < store.completeFrom();
    }
}
