package dev.podfailure.stream;

import dev.podfailure.events.v1alpha1.Bookmark;
import dev.podfailure.events.v1alpha1.FailureEvent;
import dev.podfailure.events.v1alpha1.Gap;
import dev.podfailure.events.v1alpha1.GapReason;
import dev.podfailure.events.v1alpha1.WatchResponse;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Walks one client through the log and makes the frames. It keeps a position and no events, so it costs the same however
 * far behind the client is. Not thread-safe.
 */
final class StreamCursor {
    private final EventStore store;
    private final WatchPlan plan;
    private final Clock clock;
    private final Consumer<Gap> losses;
    private final long initialEnd;
    private Optional<Gap> firstGap;
    private Position position;
    private boolean initialEventsEnded;

    /**
     * @param losses told of every gap
     */
    StreamCursor(EventStore store, WatchPlan plan, Opening opening, Clock clock, Consumer<Gap> losses) {
        this.store = store;
        this.plan = plan;
        this.clock = clock;
        this.losses = losses;
        this.initialEnd = opening.initialEnd();
        this.firstGap = opening.gap();
        this.position = opening.position();
    }

    /** What comes next; moves on past it. */
    Step next() {
        if (firstGap.isPresent()) {
            Gap gap = firstGap.get();
            firstGap = Optional.empty();
            return loss(gap);
        }
        Step pods = position.hasPodsLeft() ? nextPods() : null;
        if (pods != null) {
            return pods;
        }
        Step entries = nextEntries();
        if (entries != null) {
            return entries;
        }
        if (!initialEventsEnded) {
            initialEventsEnded = true;
            position = position.live();
            return frame(WatchResponse.newBuilder().setBookmark(bookmark(true)));
        }
        return plan.stopAtEnd() ? new Step.Complete() : new Step.Wait();
    }

    /** A sign of life at the position that was reached. */
    WatchResponse sign() {
        return WatchResponse.newBuilder()
                .setBookmark(bookmark(false))
                .setResumeToken(store.token(position))
                .build();
    }

    private @Nullable Step nextPods() {
        Batch batch = new Batch(plan.maxBatchSize(), true);
        for (LogEntry.Failure pod : store.pods(position.podsAfter(), position.podsUpTo())) {
            position = position.afterPod(pod.seq());
            if (passes(pod.event())) {
                batch.add(plan.mask().apply(pod.event()));
            }
            if (batch.isFull()) {
                return send(batch);
            }
        }
        position = position.withoutPods();
        return batch.isEmpty() ? null : send(batch);
    }

    private @Nullable Step nextEntries() {
        while (true) {
            long last = initialEventsEnded ? Long.MAX_VALUE : initialEnd;
            EventStore.Slice slice = store.read(position.seq(), last, plan.maxBatchSize());
            if (position.seq() + 1 < slice.oldest()) {
                return overtaken(slice.oldest());
            }
            if (slice.entries().isEmpty()) {
                return null;
            }
            Step step = nextOf(slice);
            if (step != null) {
                return step;
            }
        }
    }

    private @Nullable Step nextOf(EventStore.Slice slice) {
        Batch batch = new Batch(plan.maxBatchSize(), !initialEventsEnded);
        for (LogEntry entry : slice.entries()) {
            if (batch.isFull() || (entry instanceof LogEntry.Interruption && !batch.isEmpty())) {
                break;
            }
            position = position.at(entry.seq());
            switch (entry) {
                case LogEntry.Failure failure -> {
                    if (passes(failure.event())) {
                        batch.add(plan.mask().apply(failure.event()));
                    }
                }
                case LogEntry.Interruption interruption -> {
                    return loss(Gap.newBuilder()
                            .setReason(GapReason.GAP_REASON_UPSTREAM_WATCH_GAP)
                            .setLostBefore(Times.timestamp(interruption.at()))
                            .build());
                }
            }
        }
        return batch.isEmpty() ? null : send(batch);
    }

    private Step overtaken(long oldest) {
        Gap.Builder gap = Gap.newBuilder()
                .setReason(GapReason.GAP_REASON_SLOW_CONSUMER)
                .setLostEvents(oldest - 1 - position.seq());
        store.time(oldest).map(Times::timestamp).ifPresent(gap::setLostBefore);
        position = position.at(oldest - 1);
        return loss(gap.build());
    }

    private boolean passes(FailureEvent event) {
        return plan.filter().test(event)
                && (position.notBefore() == Long.MIN_VALUE
                        || Times.milliseconds(event.getClassifyTime()) >= position.notBefore());
    }

    private Step loss(Gap gap) {
        losses.accept(gap);
        return plan.failOnLoss()
                ? new Step.Fail(StreamErrors.lost(gap))
                : frame(WatchResponse.newBuilder().setGap(gap));
    }

    private Step send(Batch batch) {
        return frame(WatchResponse.newBuilder().setEvents(batch.build()));
    }

    private Step frame(WatchResponse.Builder frame) {
        return new Step.Send(frame.setResumeToken(store.token(position)).build());
    }

    private Bookmark bookmark(boolean end) {
        return Bookmark.newBuilder()
                .setInitialEventsEnd(end)
                .setServerTime(Times.timestamp(clock.instant()))
                .build();
    }
}
