package dev.podfailure.pod;

import dev.podfailure.failure.PodEvent;
import dev.podfailure.failure.PodFacts;
import dev.podfailure.metrics.FailureMetrics;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a pod's events. They are a help, not a need: unreadable events are none. */
public final class PodEvents {
    private static final Logger LOG = LoggerFactory.getLogger(PodEvents.class);

    /** How many events of a pod are asked for. A page comes in the order of names, so that a small one would miss the latest. */
    private static final long PAGE = 500;

    private final KubernetesClient client;
    private final FailureMetrics metrics;
    private final RareLog rareLog;

    /** Reads of events are slow for the API server, and never hold up the pods that need none. */
    private final Semaphore readers;

    /** @param readers how many may read at the same time */
    PodEvents(KubernetesClient client, FailureMetrics metrics, RareLog rareLog, int readers) {
        this.client = client;
        this.metrics = metrics;
        this.rareLog = rareLog;
        this.readers = new Semaphore(readers);
    }

    /** The latest events of the pod, oldest first; absent if too many others are reading just now. */
    Optional<List<PodEvent>> tryRead(Pod pod) {
        if (!readers.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(pod.getMetadata()));
        } finally {
            readers.release();
        }
    }

    /**
     * The latest events of a pod, oldest first.
     *
     * @throws KubernetesClientException if they cannot be read
     */
    public static List<PodEvent> list(KubernetesClient client, ObjectMeta pod) {
        return client
                .v1()
                .events()
                .inNamespace(pod.getNamespace())
                .withField("involvedObject.uid", pod.getUid())
                .list(new ListOptionsBuilder().withLimit(PAGE).build())
                .getItems()
                .stream()
                .filter(event -> pod.getUid().equals(event.getInvolvedObject().getUid()))
                .filter(event -> !PodEvent.OWN_CONTROLLER.equals(event.getReportingComponent()))
                .sorted(Comparator.comparing(PodEvents::time).reversed())
                .limit(PodFacts.MAX_EVENTS)
                .map(PodEvent::of)
                .toList()
                .reversed();
    }

    private List<PodEvent> read(ObjectMeta pod) {
        try {
            return list(client, pod);
        } catch (KubernetesClientException e) {
            metrics.eventsUnreadable(e.getCode() == 403);
            rareLog.log(
                    "events " + e.getCode(),
                    () -> LOG.atWarn()
                            .addKeyValue("namespace", pod.getNamespace())
                            .addKeyValue("code", e.getCode())
                            .addKeyValue("error", e.getMessage())
                            .log("Cannot read the events of failed pods; rules that ask for events do not match"));
            return List.of();
        }
    }

    /** The latest time that the event carries, as text: all of them are in one form, so that they sort as they are. */
    private static String time(Event event) {
        String eventTime =
                event.getEventTime() == null ? null : event.getEventTime().getTime();
        String seriesTime = event.getSeries() == null || event.getSeries().getLastObservedTime() == null
                ? null
                : event.getSeries().getLastObservedTime().getTime();
        return Stream.of(
                        Optional.ofNullable(seriesTime),
                        Optional.ofNullable(event.getLastTimestamp()),
                        Optional.ofNullable(eventTime))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .orElse("");
    }
}
