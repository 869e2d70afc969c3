package dev.podfailure.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What is exported about the receivers that events are pushed to. Their names come from the operator's options. */
public final class SinkMetrics {
    private static final List<String> DROP_REASONS = List.of("rejected", "invalid", "overtaken");

    private final MeterRegistry registry;
    private final BoundedCounters sent;
    private final BoundedCounters dropped;
    private final BoundedCounters retried;
    private final BoundedCounters calls;

    SinkMetrics(MeterRegistry registry) {
        this.registry = registry;
        Meters meters = new Meters(registry);
        sent = meters.counters("podfailure.sink.events.sent", "Events that a receiver has taken.");
        dropped = meters.counters("podfailure.sink.events.dropped", "Events that a receiver will not get.");
        retried = meters.counters(
                "podfailure.sink.events.retried", "Events that have to be sent once more, once for each time.");
        calls = meters.counters("podfailure.sink.calls", "Calls of a receiver, by the gRPC code that came of them.");
    }

    /** The meters of one sink, all of them at 0. */
    public OfSink sink(String name) {
        return new OfSink(Tags.of("sink", name));
    }

    /** The meters of one sink. Thread-safe. */
    public final class OfSink {
        private final Tags sink;

        private OfSink(Tags sink) {
            this.sink = sink;
            sent.export(sink);
            retried.export(sink);
            calls.export(sink.and("code", "OK"));
            DROP_REASONS.forEach(reason -> dropped.export(sink.and("reason", reason)));
        }

        /**
         * Exports what waits, as of each scrape.
         *
         * @param events number of events that the receiver still has to get; 0 on a replica that does not push
         * @param oldest how long the oldest of them could have been sent
         */
        public void waiting(LongSupplier events, Supplier<Duration> oldest) {
            Gauge.builder("podfailure.sink.events.waiting", events::getAsLong)
                    .description("Events that a receiver still has to get.")
                    .tags(sink)
                    .register(registry);
            Gauge.builder(
                            "podfailure.sink.oldest.waiting.seconds",
                            () -> oldest.get().toMillis() / 1_000.0)
                    .description("How long the oldest event that a receiver still has to get has been waiting.")
                    .tags(sink)
                    .register(registry);
        }

        /** So many events were taken. */
        public void sent(long events) {
            sent.add(sink, events);
        }

        /**
         * So many events will not be sent again.
         *
         * @param reason rejected, invalid or overtaken
         */
        public void dropped(String reason, long events) {
            dropped.add(sink.and("reason", reason), events);
        }

        /** So many events are sent once more. */
        public void retried(long events) {
            retried.add(sink, events);
        }

        /** A call ended with a code of gRPC. */
        public void called(String code) {
            calls.increment(sink.and("code", code));
        }
    }
}
