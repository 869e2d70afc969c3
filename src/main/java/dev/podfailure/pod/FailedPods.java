package dev.podfailure.pod;

import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.stream.FailureEventLog;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

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
    private final FailureEventLog log;
    private final Listener listener;
    private final Clock clock;

    FailedPods(FailureEventLog log, Listener listener, Clock clock) {
        this.log = log;
        this.listener = listener;
        this.clock = clock;
    }

    /** A failed pod appeared or changed. */
    void seen(ResourceID id, Pod version) {
        WatchedPod known = pods.get(id);
        if (known != null && !known.uid().equals(version.getMetadata().getUid())) {
            // The pod was replaced by one of the same name while the watch was broken.
            gone(id, known.last(), false);
            known = null;
        }
        Optional<PodAnnotations> before = known == null ? Optional.empty() : known.record();
        if (known == null) {
            known = new WatchedPod(version, clock.instant());
            pods.put(id, known);
        } else {
            known.see(version);
        }
        annotated.replaced(before, known.record());
        log.seen(version);
        confirm(known);
    }

    /** A failed pod is gone, or no longer Failed. */
    void gone(ResourceID id, Pod last, boolean finalStateKnown) {
        WatchedPod known = pods.remove(id);
        if (known == null) {
            return;
        }
        annotated.replaced(known.record(), Optional.empty());
        known.see(last);
        confirm(known);
        part(known, finalStateKnown);
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

    private void part(WatchedPod pod, boolean finalStateKnown) {
        if (pod.record().isPresent()) {
            log.gone(pod.last());
        } else {
            listener.departed(pod, finalStateKnown);
        }
    }

    private void confirm(WatchedPod pod) {
        pod.record().flatMap(pod::takeAttempt).ifPresent(listener::confirmed);
    }
}
