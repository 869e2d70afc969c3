package dev.podfailure.push;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The pauses after failures, longer from one to the next and never the same for two sinks. Not thread-safe. */
final class Backoff {
    private final RandomGenerator random;
    private final Duration mostAsked;
    private int failures;

    /**
     * @param mostAsked the longest pause that a receiver can ask for
     */
    Backoff(RandomGenerator random, Duration mostAsked) {
        this.random = random;
        this.mostAsked = mostAsked;
    }

    /** Takes note of a failure. Returns how many there were in a row. */
    int failed() {
        return ++failures;
    }

    /** Takes note that the receiver took something. */
    void succeeded() {
        failures = 0;
    }

    /** The pause after so many failures, or longer if the receiver asked for that. */
    Duration pause(SinkTiming.Pauses pauses, int after, Optional<Duration> asked) {
        Duration own = pauses.after(after);
        Duration pause = own.minus(part(own.dividedBy(2)));
        Duration wanted = asked.map(this::bounded).orElse(Duration.ZERO);
        // Whoever turned many away at once does not want them back at once.
        return pause.compareTo(wanted) >= 0 ? pause : wanted.plus(part(own.dividedBy(2)));
    }

    private Duration bounded(Duration asked) {
        return asked.compareTo(mostAsked) < 0 ? asked : mostAsked;
    }

    private Duration part(Duration of) {
        return Duration.ofNanos(Math.round(of.toNanos() * random.nextDouble()));
    }
}
