package dev.podfailure.push;

import java.util.List;

/**
 * Events that are sent in one call.
 *
 * @param events at least one
 * @param sequence number of the batch; 0 as long as it was not sent
 * @param attempt how often it was sent before
 * @param suspect whether a greater batch that it was part of has failed, so that one of its events may be why
 */
record Batch(List<QueuedEvent> events, long sequence, int attempt, boolean suspect) {
    Batch {
        events = List.copyOf(events);
    }

    static Batch of(List<QueuedEvent> events, boolean suspect) {
        return new Batch(events, 0, 0, suspect);
    }

    Batch numbered(long number) {
        return new Batch(events, number, attempt, suspect);
    }

    Batch again() {
        return new Batch(events, sequence, attempt + 1, suspect);
    }

    boolean isLone() {
        return events.size() == 1;
    }

    Batch firstHalf() {
        return of(events.subList(0, events.size() / 2), true);
    }

    Batch secondHalf() {
        return of(events.subList(events.size() / 2, events.size()), true);
    }
}
