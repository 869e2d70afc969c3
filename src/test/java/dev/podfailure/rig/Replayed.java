package dev.podfailure.rig;

import java.time.Instant;
import java.util.List;

/**
 * A record that was played.
 *
 * @param record what was played
 * @param namespace where
 * @param name name of the pod
 * @param uid of the pod that was made
 * @param deleted whether the pod is gone, as the recorded one was
 * @param steps what was done, in order
 */
public record Replayed(PodRecord record, String namespace, String name, String uid, boolean deleted, List<Done> steps) {
    public Replayed {
        steps = List.copyOf(steps);
    }

    /**
     * A step that was taken.
     *
     * @param what in words
     * @param at when the API server had answered
     */
    public record Done(String what, Instant at) {}
}
