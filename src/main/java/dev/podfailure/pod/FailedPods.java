package dev.podfailure.pod;

import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.rules.CategoryPair;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The failed pods that exist, as the informer delivers them, on every replica. One thread tells it; any thread asks. Nothing
 * here blocks: what takes time is handed to the {@link Listener}.
 */
final class FailedPods {

    /** Who hears what needs a moment. Must not block. */
    interface Listener {
        /** A record that this process sent is on the pod: it was accepted, whatever the answer said. */
        void confirmed(Attempt attempt);

        /**
         * A pod is gone that no record was seen on.
         *
         * @param finalStateKnown false if only its absence was noticed, after the watch had been broken
         */
        void departed(WatchedPod pod, boolean finalStateKnown);
    }

    private final Map<ResourceID, WatchedPod> pods = new ConcurrentHashMap<>();
    private final AnnotatedPods annotated = new AnnotatedPods();
    private final FailureStream stream;
    private final Listener listener;
    private final Function<Pod, PackedPod> packing;
    private final Clock clock;
    private volatile boolean synced;

    /** @param packing packs a trimmed pod, see {@link PackedPods#packed} */
    FailedPods(FailureStream stream, Listener listener, Function<Pod, PackedPod> packing, Clock clock) {
        this.stream = stream;
        this.listener = listener;
        this.packing = packing;
        this.clock = clock;
    }

    /** Takes note that every pod that was there at the start has been seen. */
    void synced() {
        synced = true;
    }

    /** A failed pod appeared or changed. */
    void seen(ResourceID id, Pod version) {
        WatchedPod known = pods.get(id);
        if (known != null && !known.uid().equals(version.getMetadata().getUid())) {
            // The pod was replaced by one of the same name while the watch was broken.
            gone(id, known.last(), false);
            known = null;
        }
        Optional<PodAnnotations> record = PodAnnotations.read(version);
        Optional<CategoryPair> before = known == null ? Optional.empty() : known.decided();
        if (known == null) {
            known = new WatchedPod(version, packing.apply(version), record, clock.instant(), synced);
            pods.put(id, known);
        } else {
            known.see(version, packing.apply(version), record);
        }
        annotated.replaced(before, known.decided());
        stream.seen(version);
        record.flatMap(known::takeAttempt).ifPresent(listener::confirmed);
    }

    /** A failed pod is gone, or no longer Failed. */
    void gone(ResourceID id, Pod last, boolean finalStateKnown) {
        WatchedPod known = pods.remove(id);
        if (known == null) {
            return;
        }
        annotated.replaced(known.decided(), Optional.empty());
        Optional<PodAnnotations> record = PodAnnotations.read(last);
        known.see(last, packing.apply(last), record);
        record.flatMap(known::takeAttempt).ifPresent(listener::confirmed);
        if (known.sighting().wasDecided()) {
            // Also if somebody erased the record since: the failure was counted and streamed.
            stream.gone(last);
        } else {
            listener.departed(known, finalStateKnown);
        }
    }

    /** The failed pod of this name, if it is the one with this UID. */
    Optional<WatchedPod> find(ResourceID id, String uid) {
        return find(id).filter(pod -> pod.uid().equals(uid));
    }

    Optional<WatchedPod> find(ResourceID id) {
        return Optional.ofNullable(pods.get(id));
    }

    /** All of them now. */
    Map<ResourceID, WatchedPod> all() {
        return Map.copyOf(pods);
    }

    AnnotatedPods annotated() {
        return annotated;
    }
}
