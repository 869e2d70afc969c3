package dev.podfailure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.List;

/** What is exported about who may read, and about the certificates of both ports. Thread-safe. */
public final class AccessMetrics {
    private final BoundedCounters refusals;
    private final BoundedCounters reviews;
    private final BoundedCounters reloads;
    private final LabelledGauge ends;

    AccessMetrics(MeterRegistry registry) {
        Meters meters = new Meters(registry);
        refusals = meters.counters("podfailure.access.refusals", "Callers that were turned away, by why.");
        reviews = meters.counters(
                "podfailure.access.reviews", "Questions to the API server about tokens and rights, by its answer.");
        reloads = meters.counters("podfailure.tls.reloads", "Changed files with certificates, by what became of them.");
        ends = meters.gauges(
                "podfailure.tls.certificate.not.after.seconds",
                "When the certificate that a port shows ends, as a Unix time.");
    }

    /** Exports what may be counted about a port, at 0. */
    public void guarded(String port, List<String> reasons) {
        reasons.forEach(reason -> refusals.export(refusal(port, reason)));
        for (String review : List.of("token", "access")) {
            List.of("allowed", "denied", "error").forEach(result -> reviews.export(review(review, result)));
        }
    }

    /** Counts somebody who was turned away. */
    public void refused(String port, String reason) {
        refusals.increment(refusal(port, reason));
    }

    /** Counts a question to the API server. */
    public void reviewed(String review, String result) {
        reviews.increment(review(review, result));
    }

    /** Exports the end of the certificate that a port shows. */
    public void validUntil(String port, Instant end) {
        reloads.export(reload(port, true));
        reloads.export(reload(port, false));
        ends.set(Tags.of("port", port), (double) end.getEpochSecond());
    }

    /** Counts files that have changed. */
    public void reloaded(String port, boolean used) {
        reloads.increment(reload(port, used));
    }

    private static Tags refusal(String port, String reason) {
        return Tags.of("port", port, "reason", reason);
    }

    private static Tags review(String review, String result) {
        return Tags.of("review", review, "result", result);
    }

    private static Tags reload(String port, boolean used) {
        return Tags.of("port", port, "result", used ? "success" : "error");
    }
}
