package dev.podfailure.pod;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait after a commit that was no success. */
final class Backoff {
    /** A pod that is being deleted is gone after 0.6 s in the median: the first tries come fast. */
    static final Duration FIRST_QUICK = Duration.ofMillis(100);

    /** An API server that was gone is asked again soon after it came back, by each pod that waits. */
    static final Duration MAX_QUICK = Duration.ofSeconds(30);

    private static final Duration FIRST_SLOW = Duration.ofSeconds(5);
    private static final Duration MAX_SLOW = Duration.ofMinutes(5);

    private Backoff() {}

    /** After an answer that the next try may well not get. */
    static Duration quick(int tries) {
        return grown(FIRST_QUICK, tries, MAX_QUICK);
    }

    /** After an answer that only a person can change. */
    static Duration slow(int tries) {
        return grown(FIRST_SLOW, tries, MAX_SLOW);
    }

    /** Doubles with each try; up to a fifth is taken off by chance, so that many pods do not come back at once. */
    private static Duration grown(Duration first, int tries, Duration max) {
        Duration grown = first.multipliedBy(1L << Math.clamp(tries - 1L, 0, 12));
        Duration bounded = grown.compareTo(max) > 0 ? max : grown;
        return bounded.multipliedBy(ThreadLocalRandom.current().nextLong(80, 101))
                .dividedBy(100);
    }
}
