package dev.podfailure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;

/** What is counted about the Events that the operator writes into Kubernetes. Thread-safe. */
public final class KubernetesEventMetrics {

    /** Why one was not written. */
    public enum Drop {
        /** More came than may be written at a time. */
        RATE,
        /** Too many waited, or the process ended. */
        NO_ROOM,
        /** The operator lacks the right. */
        FORBIDDEN,
        /** The API server did not want it for another reason. */
        REJECTED,
        /** The API server gave no answer, or had no time, several times. */
        NO_ANSWER;

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final BoundedCounters written;
    private final BoundedCounters dropped;

    public KubernetesEventMetrics(MeterRegistry registry) {
        Meters meters = new Meters(registry);
        written = meters.counters(
                "podfailure.kubernetes.events.written", "Events about rule sets and failed pods that were written.");
        dropped = meters.counters(
                "podfailure.kubernetes.events.dropped",
                "Events about rule sets and failed pods that were not written.");
        for (boolean ofPod : new boolean[] {true, false}) {
            written.export(Tags.of(object(ofPod)));
            for (Drop reason : Drop.values()) {
                dropped.export(tags(ofPod, reason));
            }
        }
    }

    /**
     * Counts an Event that is there.
     *
     * @param ofPod whether it is about a failed pod; else about a rule set
     */
    public void written(boolean ofPod) {
        written.increment(Tags.of(object(ofPod)));
    }

    /** Counts an Event that was left out. */
    public void dropped(boolean ofPod, Drop reason) {
        dropped.increment(tags(ofPod, reason));
    }

    private static Tags tags(boolean ofPod, Drop reason) {
        return Tags.of(object(ofPod)).and("reason", reason.label());
    }

    private static Tag object(boolean ofPod) {
        return Tag.of("object", ofPod ? "pod" : "ruleset");
    }
}
