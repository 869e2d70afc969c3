package dev.podfailure.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Meters of one registry, each with its help text.
 *
 * @param registry where they are exported
 */
record Meters(MeterRegistry registry) {

    Counter counter(String name, String help) {
        return Counter.builder(name).description(help).register(registry);
    }

    /** Counters whose label values the caller bounds. */
    BoundedCounters counters(String name, String help) {
        return new BoundedCounters(registry, name, help, Integer.MAX_VALUE, tags -> tags);
    }

    /**
     * Counters of which there may be so many.
     *
     * @param label the label whose values make them many
     * @param other the labels of what is counted in place of any more of them
     */
    BoundedCounters counters(String name, String help, int limit, String label, UnaryOperator<Tags> other) {
        Counter folded = folded(label);
        return new BoundedCounters(registry, name, help, limit, tags -> {
            folded.increment();
            return other.apply(tags);
        });
    }

    /** Counts what is counted as {@code _other} because a label has as many values as it may have. */
    Counter folded(String label) {
        return Counter.builder("podfailure.folded")
                .description("Failed pods counted as _other because the label has as many values as it may have.")
                .tags("label", label)
                .register(registry);
    }

    LabelledGauge gauges(String name, String help) {
        return new LabelledGauge(registry, name, help);
    }

    /** A histogram of durations. */
    Timer timer(String name, String help, double[] bucketsInSeconds) {
        Duration[] buckets = Arrays.stream(bucketsInSeconds)
                .mapToObj(seconds -> Duration.ofNanos(Math.round(seconds * 1e9)))
                .toArray(Duration[]::new);
        return Timer.builder(name)
                .description(help)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }
}
