package dev.podfailure.metrics;

import dev.podfailure.rules.CategoryPair;
import dev.podfailure.rules.Classification;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Set;

/** What is counted about failed pods. Thread-safe. */
public final class FailureMetrics {

    /** Why a failed pod was not annotated. */
    public enum SkipReason {
        /** It was stopped on purpose: a rollout, a scale-down, a deletion. */
        DELETED_ON_PURPOSE,
        /** A rule with {@code outcome: Ignored} won. */
        IGNORED
    }

    private final MeterRegistry registry;

    public FailureMetrics(MeterRegistry registry, int maxCategories) {
        this.registry = registry;
    }

    /** Exports these pairs at 0 from now on; a pair that is in no active rule is counted as {@code _other}. */
    public void categories(Set<CategoryPair> active) {}

    /**
     * Counts a failure whose annotation the API server accepted.
     *
     * @param podNamespace namespace of the pod
     * @param backlog whether the failure is older than the rule set that decided it
     * @param sinceFailed from the pod's failure to the accepted annotation
     */
    public void committed(String podNamespace, Classification classification, boolean backlog, Duration sinceFailed) {}

    /** Counts a failure whose pod was gone before it could be annotated. */
    public void vanished(String podNamespace, Classification classification, boolean backlog) {}

    /** Counts a new decision that a user asked for. */
    public void reclassified() {}

    /** Counts a failed pod that is left alone because it is no failure. */
    public void skipped(SkipReason reason) {}

    /** Counts a failed pod that no rule matched and that has no default. */
    public void unmatched() {}

    /** Counts an answer of the API server that was not an acceptance. */
    public void commitError(String reason) {}

    /** Records how long one classification took. */
    public void classificationTook(Duration duration) {}

    /** Counts a read of a pod's events that failed: rules that ask for events do not match then. */
    public void eventsUnreadable(String reason) {
        registry.counter("podfailure_event_read_errors_total", "reason", reason).increment();
    }

    /** Counts a pod that vanished while too many others were waiting to be judged. */
    public void vanishedDropped() {
        registry.counter("podfailure_vanished_dropped_total").increment();
    }
}
