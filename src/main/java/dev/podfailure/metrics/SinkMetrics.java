package dev.podfailure.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What is exported about the receivers that events are pushed to. Their names come from the operator's options. */
public final class SinkMetrics {
    private static final List<String> DROP_REASONS = List.of("rejected", "invalid", "overtaken");

    private final MeterRegistry registry;

    SinkMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * The meters of one sink, all of them at 0.
     *
     * @param codes every code that a call can end with
     */
    public OfSink sink(String name, Collection<String> codes) {
        return new OfSink(registry, Tags.of("sink", name), codes);
    }

    /** The meters of one sink. Thread-safe. */
    public static final class OfSink {
        private final MeterRegistry registry;
        private final Tags sink;
        private final Counter sent;
        private final Counter retried;
        private final Map<String, Counter> dropped = new HashMap<>();
        private final Map<String, Counter> calls = new HashMap<>();

        private OfSink(MeterRegistry registry, Tags sink, Collection<String> codes) {
            this.registry = registry;
            this.sink = sink;
            sent = counter("podfailure.sink.events.sent", "Events that a receiver has taken.", sink);
            retried = counter(
                    "podfailure.sink.events.retried", "Events that have to be sent once more, once each time.", sink);
            DROP_REASONS.forEach(reason -> dropped.put(
                    reason,
                    counter(
                            "podfailure.sink.events.dropped",
                            "Events that a receiver will not get.",
                            sink.and("reason", reason))));
            codes.forEach(code -> calls.put(
                    code,
                    counter(
                            "podfailure.sink.calls",
                            "Calls of a receiver, by the gRPC code that came of them.",
                            sink.and("code", code))));
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
            sent.increment((double) events);
        }

        /**
         * So many events will not be sent again.
         *
         * @param reason rejected, invalid or overtaken
         */
        public void dropped(String reason, long events) {
            known(dropped, reason).increment((double) events);
        }

        /** So many events are sent once more. */
        public void retried(long events) {
            retried.increment((double) events);
        }

        /** A call ended with a code of gRPC, one of those that were named at first. */
        public void called(String code) {
            known(calls, code).increment();
        }

        private static Counter known(Map<String, Counter> counters, String label) {
            return Objects.requireNonNull(counters.get(label), label);
        }

        private Counter counter(String name, String help, Tags tags) {
            return Counter.builder(name).description(help).tags(tags).register(registry);
        }
    }
}
