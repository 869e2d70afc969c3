package dev.podfailure.recorder;

import java.util.function.LongSupplier;

/** Lets so many through at once, and so many a second in the long run. Thread-safe. */
final class TokenBucket {
    private final double perNano;
    private final double burst;
    private final LongSupplier nanos;

    /** Both guarded by this. */
    private double tokens;

    private long filledAt;

    /** @param nanos a clock that never goes back, such as {@link System#nanoTime} */
    TokenBucket(int perSecond, int burst, LongSupplier nanos) {
        this.perNano = perSecond / 1e9;
        this.burst = burst;
        this.nanos = nanos;
        this.tokens = burst;
        this.filledAt = nanos.getAsLong();
    }

    synchronized boolean tryTake() {
        long now = nanos.getAsLong();
        tokens = Math.min(burst, tokens + (now - filledAt) * perNano);
        filledAt = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
