package dev.podfailure.pod;

import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.failure.PodFacts;
import dev.podfailure.failure.WaitingContainer;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a failed pod's earlier versions: later ones overwrite it.
 *
 * @param firstSeen when this process saw the pod Failed for the first time
 * @param live whether the pod turned Failed while this process watched: it was not there when all were listed at the start
 * @param deletionAskedAt when somebody had asked for the pod's deletion, as the first failed version says; absent if
 *     nobody had
 * @param waiting what containers waited for in any failed version: a registry's message is overwritten within a second
 * @param revision the greatest revision of a valid record on any failed version: somebody may erase a record; -1 if there
 *     was none
 */
record Sighting(
        Instant firstSeen,
        boolean live,
        @Nullable Instant deletionAskedAt,
        List<WaitingContainer> waiting,
        int revision) {
    /** A pod has a handful; more would only be a way to fill the memory. */
    private static final int MAX_WAITING = 32;

    Sighting {
        waiting = List.copyOf(waiting);
    }

    /** The first failed version, of a pod that was there when all were listed. */
    static Sighting first(Pod pod, Instant now) {
        return first(pod, now, false);
    }

    static Sighting first(Pod pod, Instant now, boolean live) {
        return new Sighting(now, live, Deletion.askedAt(pod), List.of(), -1).and(pod);
    }

    /** Whether any failed version carried a valid record. */
    boolean wasDecided() {
        return revision >= 0;
    }

    /** The same with what a further version adds. */
    Sighting and(Pod pod) {
        int latest = Math.max(
                revision, PodAnnotations.read(pod).map(PodAnnotations::revision).orElse(-1));
        List<WaitingContainer> all = waiting(pod);
        return latest == revision && all.size() == waiting.size()
                ? this
                : new Sighting(firstSeen, live, deletionAskedAt, all, latest);
    }

    private List<WaitingContainer> waiting(Pod pod) {
        if (waiting.size() >= MAX_WAITING) {
            return waiting;
        }
        List<WaitingContainer> all = PodFacts.of(pod, waiting).waiting();
        return all.subList(0, Math.min(all.size(), MAX_WAITING));
    }
}
