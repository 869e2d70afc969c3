package dev.podfailure.push;

import dev.podfailure.events.v1alpha1.PublishResult;
import dev.podfailure.stream.EventFeed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/**
 * What one sink still has to get: a position in the log, the batch in hand or its parts, and a bounded number of events that
 * were put off. Everything else waits in the log, which is bounded, too. Thread-safe; never blocks.
 */
final class SinkQueue {
    static final int MAX_BATCH = 200;

    /** Receivers take 4 MiB unless they are told otherwise; some are told less. An event has at most about 50 KB. */
    private static final int MAX_BATCH_BYTES = 256 * 1024;

    /** With so many put off nothing new is taken up: the receiver wants to be left alone. */
    private static final int MAX_PUT_OFF = 1_000;

    /** Of those that the receiver broke down over. If there are more it is the receiver, not the events. */
    private static final int MAX_ASIDE = 50;

    // Everything below is guarded by this.
    private final EventFeed feed;
    private final Deque<Batch> batches = new ArrayDeque<>();
    private final PriorityQueue<PutOff> putOff = new PriorityQueue<>(Comparator.comparingLong(PutOff::due));
    private Instant since;
    private long sequence;

    SinkQueue(EventFeed feed, Instant now) {
        this.feed = feed;
        this.since = now;
    }

    /** Begins anew, with every pod that exists and everything that the log holds. */
    synchronized void restart(Instant now) {
        batches.clear();
        putOff.clear();
        feed.restart();
        since = now;
    }

    /**
     * The batch to send: the same one until it is dealt with.
     *
     * @param now of a clock that never jumps, in nanoseconds
     */
    synchronized Optional<Batch> next(long now) {
        if (batches.isEmpty()) {
            compose(now).ifPresent(batches::add);
        }
        Batch head = batches.peek();
        if (head != null && head.sequence() == 0) {
            replace(head.numbered(++sequence));
        }
        return Optional.ofNullable(batches.peek());
    }

    /** Nanoseconds until the next event that was put off is due; absent if there is none. */
    synchronized Optional<Long> untilDue(long now) {
        return Optional.ofNullable(putOff.peek()).map(next -> Math.max(0, next.due - now));
    }

    /**
     * The receiver dealt with the batch in hand.
     *
     * @param pauses how long an event is put off for
     */
    synchronized Settlement settle(List<PublishResult> exceptions, SinkTiming.Pauses pauses, long now) {
        List<Settlement.Rejected> rejected = new ArrayList<>();
        int again = 0;
        Batch batch = batches.remove();
        Results results = Results.of(exceptions, batch);
        for (QueuedEvent event : batch.events()) {
            PublishResult result = results.of(event);
            switch (result.getOutcome()) {
                case PUBLISH_OUTCOME_UNSPECIFIED, PUBLISH_OUTCOME_ACCEPTED, PUBLISH_OUTCOME_DUPLICATE -> {}
                case PUBLISH_OUTCOME_REJECTED -> rejected.add(new Settlement.Rejected(event, result.getMessage()));
                // An outcome of a later version is not known to be one that an event is done with.
                case PUBLISH_OUTCOME_RETRY, UNRECOGNIZED -> {
                    again++;
                    putOff(event, false, pauses, now);
                }
            }
        }
        return new Settlement(batch.events().size() - rejected.size() - again, rejected, again);
    }

    /** The batch in hand is to be sent once more. */
    synchronized void again() {
        replace(batches.element().again());
    }

    /** The batch in hand is to be sent in two parts. */
    synchronized void split() {
        Batch whole = batches.remove();
        batches.addFirst(whole.secondHalf());
        batches.addFirst(whole.firstHalf());
    }

    /** The batch in hand is given up. */
    synchronized void drop() {
        batches.remove();
    }

    /** Puts off the only event of the batch in hand, to be sent alone; false if there are too many of the kind. */
    synchronized boolean setAside(SinkTiming.Pauses pauses, long now) {
        if (putOff.stream().filter(PutOff::alone).count() >= MAX_ASIDE) {
            return false;
        }
        putOff(batches.remove().events().getFirst(), true, pauses, now);
        return true;
    }

    /** How many events the sink still has to get. */
    synchronized long waiting() {
        return held().count() + feed.waiting();
    }

    /** How long the oldest of them could have been sent already. */
    synchronized Duration oldestAge(Instant now) {
        return Stream.concat(held().map(QueuedEvent::at), feed.oldestWaiting().stream())
                .min(Comparator.naturalOrder())
                .map(oldest -> Duration.between(oldest.isBefore(since) ? since : oldest, now))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }

    private Stream<QueuedEvent> held() {
        return Stream.concat(
                batches.stream().flatMap(batch -> batch.events().stream()),
                putOff.stream().map(PutOff::event));
    }

    private Optional<Batch> compose(long now) {
        if (isDue(now) && putOff.element().alone) {
            return Optional.of(Batch.of(List.of(putOff.remove().event), true));
        }
        List<QueuedEvent> events = new ArrayList<>();
        while (events.size() < MAX_BATCH && isDue(now) && !putOff.element().alone) {
            events.add(putOff.remove().event);
        }
        if (events.size() < MAX_BATCH && putOff.size() < MAX_PUT_OFF) {
            feed.next(MAX_BATCH - events.size(), MAX_BATCH_BYTES)
                    .forEach(entry -> events.add(new QueuedEvent(entry.event(), entry.at(), 0)));
        }
        return events.isEmpty() ? Optional.empty() : Optional.of(Batch.of(events, false));
    }

    private boolean isDue(long now) {
        PutOff next = putOff.peek();
        return next != null && next.due - now <= 0;
    }

    private void putOff(QueuedEvent event, boolean alone, SinkTiming.Pauses pauses, long now) {
        QueuedEvent again = event.again();
        putOff.add(new PutOff(again, now + pauses.after(again.putOff()).toNanos(), alone));
    }

    private void replace(Batch head) {
        batches.remove();
        batches.addFirst(head);
    }

    /** An event that is sent again when it is due, alone or with others. */
    private record PutOff(QueuedEvent event, long due, boolean alone) {}
}
