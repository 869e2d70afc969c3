package dev.podfailure.stream;

import dev.podfailure.events.v1alpha1.EventBatch;
import dev.podfailure.events.v1alpha1.FailureEvent;

/** Events of one frame as they are collected: bounded in number and in size. Not thread-safe. */
final class Batch {
    /** A client that does not read has one frame in its buffers, so this bounds what it costs. */
    private static final int MAX_BYTES = 128 * 1024;

    private final EventBatch.Builder events = EventBatch.newBuilder();
    private final int maxEvents;
    private int bytes;

    Batch(int maxEvents, boolean replayed) {
        this.maxEvents = maxEvents;
        events.setReplayed(replayed);
    }

    void add(FailureEvent event) {
        events.addEvents(event);
        bytes += event.getSerializedSize();
    }

    boolean isEmpty() {
        return events.getEventsCount() == 0;
    }

    boolean isFull() {
        return events.getEventsCount() >= maxEvents || bytes >= MAX_BYTES;
    }

    EventBatch build() {
        return events.build();
    }
}
