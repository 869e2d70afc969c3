package dev.podfailure.recorder;

import dev.podfailure.failure.PodEvent;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Sends one Event to the API server, as events.k8s.io/v1. */
final class EventWriter implements EventSender {
    private static final DateTimeFormatter MICRO_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final int MAX_INSTANCE = 128;
    private static final int TOO_MANY_REQUESTS = 429;

    private final KubernetesClient client;
    private final String instance;

    /** @param instance the replica that writes */
    EventWriter(KubernetesClient client, String instance) {
        this.client = client;
        this.instance = instance.substring(0, Math.min(instance.length(), MAX_INSTANCE));
    }

    @Override
    public EventAnswer send(KubernetesEvent event, Instant at) {
        try {
            client.resource(toApi(event, at)).create();
            return new EventAnswer.Written();
        } catch (KubernetesClientException e) {
            return answer(e);
        }
    }

    private static EventAnswer answer(KubernetesClientException e) {
        int code = e.getCode();
        if (code == HttpURLConnection.HTTP_CONFLICT) {
            return new EventAnswer.Known();
        }
        String message = String.valueOf(e.getMessage());
        boolean mayPass = code < HttpURLConnection.HTTP_BAD_REQUEST
                || code >= HttpURLConnection.HTTP_INTERNAL_ERROR
                || code == TOO_MANY_REQUESTS;
        if (mayPass) {
            return new EventAnswer.Unclear(message);
        }
        return new EventAnswer.Refused(
                code == HttpURLConnection.HTTP_FORBIDDEN && !isOfTheNamespace(e.getStatus()), message);
    }

    /** A namespace that is being deleted takes nothing new: that is no right that somebody forgot. */
    private static boolean isOfTheNamespace(@Nullable Status status) {
        return status != null
                && status.getDetails() != null
                && status.getDetails().getCauses().stream()
                        .anyMatch(cause -> "NamespaceTerminating".equals(cause.getReason()));
    }

    private Event toApi(KubernetesEvent event, Instant at) {
        KubernetesEvent.Regarding regarding = event.regarding();
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(regarding.namespace())
                .withName(event.name())
                .endMetadata()
                .withEventTime(new MicroTime(MICRO_TIME.format(at)))
                .withReportingController(PodEvent.OWN_CONTROLLER)
                .withReportingInstance(instance)
                .withType(event.type().name())
                .withReason(event.reason())
                .withAction(event.action())
                .withNote(event.note())
                .withNewRegarding()
                .withApiVersion(regarding.apiVersion())
                .withKind(regarding.kind())
                .withNamespace(regarding.namespace())
                .withName(regarding.name())
                .withUid(regarding.uid())
                .endRegarding()
                .build();
    }
}
