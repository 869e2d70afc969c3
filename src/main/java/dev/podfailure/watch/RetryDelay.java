package dev.podfailure.watch;

import dev.podfailure.client.RetryAfter;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: twice as long each time, up to a bound, and never quite as long as others wait, so
 * that clients of a replica that stopped do not come back all at once. Not thread-safe.
 */
final class RetryDelay {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(15);
    private static final long MOST_ASKED_SECONDS = 60;

    private final RandomGenerator random;
    private Duration next = FIRST;

    RetryDelay(RandomGenerator random) {
        this.random = random;
    }

    /** The connection works again. */
    void reset() {
        next = FIRST;
    }

    /** The next delay: between half and all of the current step, and what the server asked for on top. */
    Duration after(Duration asked) {
        long step = next.toMillis();
        next = next.multipliedBy(2).compareTo(LONGEST) < 0 ? next.multipliedBy(2) : LONGEST;
        return asked.plusMillis(random.nextLong(step / 2, step + 1));
    }

    /** What the server asks for in an error's details, a minute at most; zero if nothing. */
    static Duration askedFor(Throwable error) {
        return RetryAfter.of(error)
                .filter(Duration::isPositive)
                .map(asked -> Duration.ofSeconds(Math.min(asked.getSeconds(), MOST_ASKED_SECONDS), asked.getNano()))
                .orElse(Duration.ZERO);
    }
}
