package dev.podfailure.pod;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Lets a line of one kind into the log once in a while: what goes wrong for one pod goes wrong for thousands. */
final class RareLog {
    private final Clock clock;
    private final Duration interval;

    /** Guarded by this. Kinds are few: they are named in the code. */
    private final Map<String, Instant> last = new HashMap<>();

    RareLog(Clock clock, Duration interval) {
        this.clock = clock;
        this.interval = interval;
    }

    /** Runs the line unless one of this kind ran within the interval. */
    void log(String kind, Runnable line) {
        if (isDue(kind, clock.instant())) {
            line.run();
        }
    }

    private synchronized boolean isDue(String kind, Instant now) {
        Instant latest = last.get(kind);
        if (latest != null && now.isBefore(latest.plus(interval))) {
            return false;
        }
        last.put(kind, now);
        return true;
    }
}
