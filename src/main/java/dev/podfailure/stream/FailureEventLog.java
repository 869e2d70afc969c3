package dev.podfailure.stream;

import dev.podfailure.failure.EventId;
import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.failure.PodFacts;
import dev.podfailure.rules.Classification;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * The bounded log behind the stream. Fed from the failed pods that the informer delivers, in their order, on every
 * replica. Thread-safe; never blocks.
 */
public final class FailureEventLog {
    private final EventContent content;
    private final EventConversion conversion;
    private final EventStore store;

    public FailureEventLog(EventContent content, LogSettings settings, Clock clock) {
        this.content = content;
        this.conversion = new EventConversion(content);
        this.store = new EventStore(settings, clock);
    }

    /** Takes note of a failed pod as the informer delivers it; appends an event if it carries a record not seen yet. */
    public void seen(Pod pod) {
        Optional<String> uid = uid(pod);
        store.delivered(version(pod));
        Optional<PodAnnotations> decision = PodAnnotations.read(pod);
        if (uid.isEmpty()) {
            return;
        }
        if (decision.isEmpty()) {
            store.remove(uid.get());
        } else if (decision.get().revision() > store.revision(uid.get())) {
            store.put(uid.get(), conversion.annotated(pod, decision.get()));
        }
    }

    /** Takes note that an annotated or skipped pod is gone from the cluster: it leaves the snapshot. */
    public void gone(Pod last) {
        store.delivered(version(last));
        uid(last).ifPresent(store::remove);
    }

    /** Appends the event of a pod that was gone before it could be annotated. */
    public void vanished(Pod last, Classification classification, Instant classifiedAt) {
        store.delivered(version(last));
        uid(last).ifPresent(uid -> {
            store.remove(uid);
            PodAnnotations decision = decision(last, uid, classification, classifiedAt);
            store.add(conversion.unannotated(last, decision));
        });
    }

    /**
     * Takes note that a watch of all failed pods begins after this resource version: what is older has come in, or comes in
     * soon.
     *
     * @param listedAnew whether pods were listed for it while others had been known: the view of the cluster was
     *     interrupted, and pods may have come and gone unseen
     */
    public void watching(long version, boolean listedAnew) {
        store.watching(version);
        if (listedAnew) {
            store.interrupted();
        }
    }

    /**
     * A reader of its own, at the beginning.
     *
     * @param losses told, on the reading thread, of how many events at most left the log before they were read
     */
    public EventFeed feed(LongConsumer losses) {
        return new EventFeed(store, losses);
    }

    EventStore store() {
        return store;
    }

    private PodAnnotations decision(Pod last, String uid, Classification classification, Instant classifiedAt) {
        Instant occurred = OccurTime.of(last, PodFacts.of(last, List.of()));
        return new PodAnnotations(
                classification.category(),
                classification.subcategory(),
                classification.rule() == null ? "" : classification.rule().path(),
                classification.rule() == null ? "" : classification.rule().ruleSetVersion(),
                classification.evidence().line(content.evidenceText()),
                classification.hint(),
                classification.responsible(),
                classification.retry(),
                EventId.ofPod(uid),
                0,
                classifiedAt,
                "",
                occurred != null && occurred.isBefore(classification.rulesSince()));
    }

    private static Optional<String> uid(Pod pod) {
        return Optional.ofNullable(pod.getMetadata()).map(metadata -> metadata.getUid());
    }

    /** The resource version as a number, which it is wherever replicas can compare it (KEP-5504). 0 if it is none. */
    private static long version(Pod pod) {
        String version = pod.getMetadata() == null ? null : pod.getMetadata().getResourceVersion();
        try {
            return version == null ? 0 : Math.max(0, Long.parseLong(version));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
