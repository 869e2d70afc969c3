package dev.podfailure.stream;

import java.time.Duration;

/**
 * How much the log holds, and how far resource versions can be trusted.
 *
 * @param capacity number of events, at least 1; an event has 1 KB as a rule, and at most about 50 KB if every container of
 *     a pod with 32 of them failed with a long message
 * @param singleWatch whether all pods come from one watch, so that their resource versions grow. If they come from several
 *     (one for each namespace), a token of another replica is answered with a gap and a snapshot.
 * @param settle how long a listing or a late event may take to come in after events of higher resource versions
 */
public record LogSettings(int capacity, boolean singleWatch, Duration settle) {
    /** What an operator of the whole cluster uses. */
    public static final LogSettings DEFAULT = new LogSettings(10_000, true, Duration.ofSeconds(10));

    public LogSettings {
        if (capacity < 1) {
            throw new IllegalArgumentException("the log of the stream must hold at least one event, not " + capacity);
        }
        if (settle.isNegative()) {
            throw new IllegalArgumentException("the settling time of the stream's log cannot be negative: " + settle);
        }
    }
}
