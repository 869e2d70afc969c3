package dev.podfailure.push;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A line of the log that comes once a minute at most, with the number of what it stands for. Not thread-safe. */
final class OccasionalLine {
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final LongSupplier nanos;
    private @Nullable Long lastSaid;
    private long unsaid;

    /**
     * @param nanos a clock that never jumps
     */
    OccasionalLine(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Takes note of so many more. Returns whether to say it now. */
    boolean isDue(long more) {
        unsaid += more;
        return lastSaid == null || nanos.getAsLong() - lastSaid >= EVERY.toNanos();
    }

    /** It is said now. Returns how many it stands for. */
    long said() {
        lastSaid = nanos.getAsLong();
        long all = unsaid;
        unsaid = 0;
        return all;
    }
}
