package dev.podfailure.push;

import dev.podfailure.events.v1alpha1.FailureEvent;
import dev.podfailure.events.v1alpha1.PublishResult;
import java.time.Instant;

/**
 * An event on its way to one sink.
 *
 * @param event the event
 * @param at when the log took it in
 * @param putOff how often it was put off so far
 */
record QueuedEvent(FailureEvent event, Instant at, int putOff) {

    Identity identity() {
        return new Identity(event.getEventId(), event.getRevision());
    }

    QueuedEvent again() {
        return new QueuedEvent(event, at, putOff + 1);
    }

    /**
     * What tells events apart.
     *
     * @param eventId of the failure
     * @param revision of the decision
     */
    record Identity(String eventId, int revision) {
        static Identity of(PublishResult result) {
            return new Identity(result.getEventId(), result.getRevision());
        }
    }
}
