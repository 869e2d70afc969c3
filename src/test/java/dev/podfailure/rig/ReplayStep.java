package dev.podfailure.rig;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** One request that brings a pod of the test cluster to where the recorded pod was. */
sealed interface ReplayStep {
    /** When it happened to the recorded pod. */
    Instant at();

    /** Creates the pod, on its node if no scheduler placed the recorded one. */
    record Create(Instant at, boolean placed) implements ReplayStep {}

    /** What the scheduler does. */
    record Bind(Instant at, String node) implements ReplayStep {}

    /** What kubelet and controllers write. */
    record WriteStatus(Instant at, JsonNode status) implements ReplayStep {}

    /**
     * Asks for the deletion; the pod stays until it is removed.
     *
     * @param asked when the request came, to the second, as the deletion timestamp tells
     */
    record Delete(Instant at, long graceSeconds, Instant asked) implements ReplayStep {}

    /** Ends the deletion, as the kubelet does when all containers are gone: without grace. */
    record Remove(Instant at) implements ReplayStep {}

    /** Writes an event as it was when it first appeared. */
    record PostEvent(Instant at, RecordedEvent event, int index) implements ReplayStep {}

    /** Writes down that the event occurred again, up to its last count. */
    record RepeatEvent(Instant at, RecordedEvent event, int index) implements ReplayStep {}
}
