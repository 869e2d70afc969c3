package dev.podfailure.pod;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait after a commit that was no success, growing to minutes. */
final class Backoff {
    /** A pod that is being deleted is gone after 0.6 s in the median: the first tries come fast. */
    static final Duration FIRST_QUICK = Duration.ofMillis(100);

    private static final Duration FIRST_SLOW = Duration.ofSeconds(5);
    static final Duration MAX = Duration.ofMinutes(5);

    private Backoff() {}

    /** After an answer that the next try may well not get. */
    static Duration quick(int tries) {
        return grown(FIRST_QUICK, tries);
    }

    /** After an answer that only a person can change. */
    static Duration slow(int tries) {
        return grown(FIRST_SLOW, tries);
    }

    /** Doubles with each try; up to a fifth is taken off by chance, so that many pods do not come back at once. */
    private static Duration grown(Duration first, int tries) {
        Duration grown = first.multipliedBy(1L << Math.clamp(tries - 1L, 0, 12));
        Duration bounded = grown.compareTo(MAX) > 0 ? MAX : grown;
        return bounded.multipliedBy(ThreadLocalRandom.current().nextLong(80, 101))
                .dividedBy(100);
    }
}
