package dev.podfailure.stream;

import dev.podfailure.events.v1alpha1.FailureEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * One reader's way through the log, from the pods that exist on to what is new. It keeps a position and no events, so it
 * costs the same however far behind the reader is. A reader that was overtaken gets, of what has left the log, the pods that
 * still exist: what it misses then was deleted in between, and is told.
 *
 * <p>One thread reads; how much waits can be asked on any.
 */
public final class EventFeed {
    private final EventStore store;
    private final LongConsumer losses;

    /** What left the log up to here is no loss: it was gone when the reader began. */
    private long gone;

    /** Seq of the entry that was handed out last. */
    private volatile long position;

    EventFeed(EventStore store, LongConsumer losses) {
        this.store = store;
        this.losses = losses;
        restart();
    }

    /** Begins anew, with every pod that exists and everything that the log holds. */
    public void restart() {
        gone = store.holding().oldest() - 1;
        position = 0;
    }

    /** Calls the listener after each event that comes in: it must not block. */
    public void onNews(Runnable listener) {
        store.onAppend(listener);
    }

    /**
     * The next events, in the order in which the log took them in.
     *
     * @param maxEvents most of them
     * @param maxBytes size from which on no further one is added
     * @return empty if there is none now
     */
    public List<Entry> next(int maxEvents, int maxBytes) {
        Portion portion = new Portion(maxEvents, maxBytes);
        while (!portion.isFull()) {
            EventStore.Slice slice = store.read(position, Long.MAX_VALUE, maxEvents);
            if (position + 1 < slice.oldest()) {
                takePods(slice.oldest() - 1, portion);
            } else if (slice.entries().isEmpty()) {
                break;
            } else {
                take(slice.entries(), portion);
            }
        }
        return List.copyOf(portion.entries);
    }

    /** How many events have not been handed out yet. */
    public long waiting() {
        EventStore.Holding holding = store.holding();
        long evicted = holding.oldest() - 1;
        long from = position;
        long pods = 0;
        if (from < evicted) {
            for (LogEntry.Failure ignored : store.pods(from, evicted)) {
                pods++;
            }
        }
        return pods + holding.latest() - Math.max(from, evicted);
    }

    /** When the oldest event came in that has not been handed out yet. */
    public Optional<Instant> oldestWaiting() {
        long from = position;
        long evicted = store.holding().oldest() - 1;
        if (from < evicted) {
            for (LogEntry.Failure pod : store.pods(from, evicted)) {
                return Optional.of(pod.at());
            }
        }
        return store.time(Math.max(from, evicted) + 1);
    }

    private void takePods(long upTo, Portion portion) {
        for (LogEntry.Failure pod : store.pods(position, upTo)) {
            if (portion.isFull()) {
                return;
            }
            skipTo(pod.seq() - 1);
            portion.add(pod);
            position = pod.seq();
        }
        skipTo(upTo);
    }

    private void skipTo(long seq) {
        long lost = seq - Math.max(position, gone);
        position = seq;
        if (lost > 0) {
            losses.accept(lost);
        }
    }

    private void take(List<LogEntry> entries, Portion portion) {
        for (LogEntry entry : entries) {
            if (portion.isFull()) {
                return;
            }
            position = entry.seq();
            if (entry instanceof LogEntry.Failure failure) {
                portion.add(failure);
            }
        }
    }

    /**
     * An event and its time.
     *
     * @param event what happened
     * @param at when the log took it in
     */
    public record Entry(FailureEvent event, Instant at) {}

    /** Entries as they are collected. */
    private static final class Portion {
        private final List<Entry> entries = new ArrayList<>();
        private final int maxEvents;
        private final int maxBytes;
        private int bytes;

        Portion(int maxEvents, int maxBytes) {
            this.maxEvents = maxEvents;
            this.maxBytes = maxBytes;
        }

        boolean isFull() {
            return entries.size() >= maxEvents || bytes >= maxBytes;
        }

        void add(LogEntry.Failure failure) {
            entries.add(new Entry(failure.event(), failure.at()));
            bytes += failure.event().getSerializedSize();
        }
    }
}
