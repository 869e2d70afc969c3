package dev.podfailure.push;

import java.util.List;

/**
 * What became of the events of a batch.
 *
 * @param accepted number of events that the receiver has now
 * @param rejected events that it will never take
 * @param putOff number of events that are sent again
 */
record Settlement(int accepted, List<Rejected> rejected, int putOff) {

    /** Whether the receiver dealt with any of them for good. */
    boolean isProgress() {
        return accepted > 0 || !rejected.isEmpty();
    }

    /**
     * An event that the receiver will never take.
     *
     * @param event the event
     * @param message why, as the receiver says
     */
    record Rejected(QueuedEvent event, String message) {}
}
