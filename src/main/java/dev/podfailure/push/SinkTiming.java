package dev.podfailure.push;

import java.time.Duration;

/**
 * How long things take with a sink.
 *
 * @param call how long a call may take
 * @param soon pauses after a failure that passes by itself
 * @param later pauses after a failure that somebody has to mend
 * @param mostAsked the longest pause that a receiver can ask for
 * @param stop how long what waits may take to be sent when the operator stops
 */
public record SinkTiming(Duration call, Pauses soon, Pauses later, Duration mostAsked, Duration stop) {

    /** What an operator uses that is told nothing else. */
    public static final SinkTiming DEFAULT = new SinkTiming(
            Duration.ofSeconds(10),
            new Pauses(Duration.ofMillis(200), Duration.ofSeconds(30)),
            new Pauses(Duration.ofSeconds(5), Duration.ofMinutes(5)),
            Duration.ofMinutes(10),
            Duration.ofSeconds(5));

    /** The same with another bound for a call. */
    public SinkTiming withCall(Duration newCall) {
        return new SinkTiming(newCall, soon, later, mostAsked, stop);
    }

    /** The same with at most this bound for stopping. */
    public SinkTiming withStopUpTo(Duration most) {
        return new SinkTiming(call, soon, later, mostAsked, stop.compareTo(most) < 0 ? stop : most);
    }

    /**
     * Pauses that double from failure to failure.
     *
     * @param first the one after the first failure
     * @param longest they do not get longer
     */
    public record Pauses(Duration first, Duration longest) {

        /** The pause after so many failures in a row, at least 1. */
        Duration after(int failures) {
            int doublings = Math.min(failures - 1, 30);
            long nanos = Math.min(longest.toNanos() >> doublings, first.toNanos()) << doublings;
            return Duration.ofNanos(nanos);
        }
    }
}
