package dev.podfailure.push;

import dev.podfailure.metrics.SinkMetrics;
import dev.podfailure.stream.FailureEventLog;
import dev.podfailure.tls.UnusableFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Every receiver that events are pushed to. Each gets every event that is known when this replica begins to lead, then what
 * is new, at least once; none waits for another.
 */
public final class EventSinks implements AutoCloseable {
    private final List<Sink> sinks = new ArrayList<>();
    private final Duration patience;

    /**
     * @param targets with distinct names
     * @param source name of this replica
     * @param events where events come from
     * @param leading whether this replica leads
     * @throws UnusableFileException if a file of a target cannot be used
     */
    public EventSinks(
            List<SinkTarget> targets,
            String source,
            FailureEventLog events,
            BooleanSupplier leading,
            SinkTiming timing,
            SinkMetrics metrics,
            Clock clock)
            throws UnusableFileException {
        this.patience = timing.stop();
        for (SinkTarget target : targets) {
            sinks.add(new Sink(target, source, events, leading, timing, metrics, clock));
        }
    }

    /** Begins to push: all failed pods of the cluster are in the log. */
    public void start() {
        sinks.forEach(Sink::start);
    }

    /** Takes note that this replica begins to lead; what it knows is sent anew. Does not block. */
    public void lead() {
        sinks.forEach(Sink::lead);
    }

    /** Takes up nothing new but what waits already. Does not block. To be called before the lease is given back. */
    public void beginToStop() {
        sinks.forEach(Sink::beginToStop);
    }

    /** Stops. Receivers that take what waits get it, in a bounded time for all of them together. */
    @Override
    public void close() {
        beginToStop();
        long end = System.nanoTime() + patience.toNanos();
        for (Sink sink : sinks) {
            try {
                sink.awaitEnd(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
