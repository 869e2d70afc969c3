package dev.podfailure.recorder;

import java.time.Instant;

/** Sends Events to the API server. */
@FunctionalInterface
interface EventSender {
    /**
     * Sends it, once.
     *
     * @param at when it happened
     */
    EventAnswer send(KubernetesEvent event, Instant at);
}
