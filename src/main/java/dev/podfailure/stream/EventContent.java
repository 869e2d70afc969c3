package dev.podfailure.stream;

import java.util.Set;

/**
 * What of a cluster and its pods goes into events.
 *
 * @param clusterName name of the cluster, {@code ""} if it has none
 * @param labels keys of the pod labels that are passed on; no other label leaves the operator
 * @param messageBytes how much of a container's termination message is passed on, in bytes of UTF-8: 0 for nothing, or 16
 *     to 1,024. A program writes there what it likes, secrets included, so nothing is passed on unless asked for.
 * @param evidenceText whether the evidence of a pod that was gone may quote the matched part of a text
 */
public record EventContent(String clusterName, Set<String> labels, int messageBytes, boolean evidenceText) {
    /** Most labels that can be passed on. */
    static final int MAX_LABELS = 32;

    private static final int LEAST_MESSAGE_BYTES = 16;
    private static final int MOST_MESSAGE_BYTES = 1_024;

    public EventContent {
        labels = Set.copyOf(labels);
        if (labels.size() > MAX_LABELS) {
            throw new IllegalArgumentException(
                    "at most " + MAX_LABELS + " pod labels go into events, not " + labels.size());
        }
        if (messageBytes != 0 && (messageBytes < LEAST_MESSAGE_BYTES || messageBytes > MOST_MESSAGE_BYTES)) {
            throw new IllegalArgumentException("of a container's message 0 or " + LEAST_MESSAGE_BYTES + " to "
                    + MOST_MESSAGE_BYTES + " bytes go into events, not " + messageBytes);
        }
    }

    /** No labels and no messages. */
    public static EventContent of(String clusterName) {
        return new EventContent(clusterName, Set.of(), 0, true);
    }
}
