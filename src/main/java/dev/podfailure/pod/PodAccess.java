package dev.podfailure.pod;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.metrics.FailureMetrics.CommitError;
import dev.podfailure.pod.CommitAnswer.Accepted;
import dev.podfailure.pod.CommitAnswer.Conflict;
import dev.podfailure.pod.CommitAnswer.Gone;
import dev.podfailure.pod.CommitAnswer.Refused;
import dev.podfailure.pod.CommitAnswer.Unclear;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The two requests about one pod: the commit and the read after it. The commit is one merge patch to {@code pods/status},
 * which cannot change what runs; it is sent below fabric8's operations because those hide {@code Retry-After} and ask for
 * the whole pod back.
 */
final class PodAccess {
    private static final String METADATA_ONLY =
            "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

    private final KubernetesClient client;
    private final Duration timeout;
    private final ObjectMapper mapper = new ObjectMapper();

    /**
     * @param client must not retry by itself: after an unclear answer a second commit could be counted twice
     * @param timeout of one request
     */
    PodAccess(KubernetesClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
    }

    /** Writes the record on this version of the pod and on no other. Blocks, at most for two timeouts and a bit. */
    CommitAnswer commit(Pod pod, PodAnnotations annotations) {
        HttpResponse<String> response;
        try {
            response = send(patch(pod.getMetadata(), annotations));
        } catch (ExecutionException | TimeoutException e) {
            return afterUnclear(pod, annotations, CommitError.NO_ANSWER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Unclear(CommitError.INTERRUPTED, Duration.ZERO);
        }
        int code = response.code();
        if (response.isSuccessful()) {
            String version = resourceVersion(response.body());
            return version.isEmpty() ? afterUnclear(pod, annotations, CommitError.NO_ANSWER) : new Accepted(version);
        }
        return switch (code) {
            case 404 -> new Gone();
            case 409 -> new Conflict();
            case 422 -> isAboutUid(response.body()) ? new Gone() : refused(response);
            case 429 -> new Unclear(CommitError.THROTTLED, retryAfter(response));
            default -> code >= 500 ? afterUnclear(pod, annotations, CommitError.SERVER_ERROR) : refused(response);
        };
    }

    /** Reads the pod. */
    PodReading read(Pod pod) {
        ObjectMeta metadata = pod.getMetadata();
        try {
            Pod found = client.pods()
                    .inNamespace(metadata.getNamespace())
                    .withName(metadata.getName())
                    .get();
            return found == null
                            || !metadata.getUid().equals(found.getMetadata().getUid())
                    ? new PodReading.Gone()
                    : new PodReading.Found(found);
        } catch (KubernetesClientException e) {
            return new PodReading.Unreadable(String.valueOf(e.getMessage()));
        }
    }

    /** Only our own record, to the millisecond and by us, proves that it was accepted. */
    private CommitAnswer afterUnclear(Pod pod, PodAnnotations annotations, CommitError reason) {
        return switch (read(pod)) {
            case PodReading.Gone gone -> new Gone();
            case PodReading.Unreadable unreadable -> new Unclear(reason, Duration.ZERO);
            case PodReading.Found found ->
                PodAnnotations.read(found.pod())
                        .filter(record -> record.classifiedAt().equals(annotations.classifiedAt())
                                && record.committedBy().equals(annotations.committedBy()))
                        .<CommitAnswer>map(
                                record -> new Accepted(found.pod().getMetadata().getResourceVersion()))
                        .orElseGet(() -> new Unclear(reason, Duration.ZERO));
        };
    }

    private HttpResponse<String> send(HttpRequest request)
            throws ExecutionException, InterruptedException, TimeoutException {
        // The client's own timeout ends the request; this bound only holds if that does not work.
        return client.getHttpClient()
                .sendAsync(request, String.class)
                .get(timeout.plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
    }

    private HttpRequest patch(ObjectMeta metadata, PodAnnotations annotations) {
        ObjectNode body = mapper.createObjectNode();
        ObjectNode patched = body.putObject("metadata")
                .put("uid", metadata.getUid())
                .put("resourceVersion", metadata.getResourceVersion())
                .putObject("annotations");
        annotations.toMergePatch().forEach(patched::put);
        return client.getHttpClient()
                .newHttpRequestBuilder()
                .uri("%sapi/v1/namespaces/%s/pods/%s/status?fieldManager=podfailure"
                        .formatted(client.getMasterUrl(), metadata.getNamespace(), metadata.getName()))
                .header("Accept", METADATA_ONLY)
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .patch("application/merge-patch+json", body.toString())
                .build();
    }

    private Refused refused(HttpResponse<String> response) {
        String message = json(response.body()).path("message").asText();
        return new Refused(response.code(), message.isEmpty() ? response.message() : message);
    }

    private String resourceVersion(String body) {
        return json(body).path("metadata").path("resourceVersion").asText();
    }

    private boolean isAboutUid(String body) {
        for (JsonNode cause : json(body).path("details").path("causes")) {
            if (cause.path("field").asText().equals("metadata.uid")) {
                return true;
            }
        }
        return false;
    }

    private JsonNode json(String body) {
        try {
            return mapper.readTree(body);
        } catch (JsonProcessingException e) {
            return mapper.missingNode();
        }
    }

    /** Kubernetes gives seconds; a date would be another client's business. */
    private static Duration retryAfter(HttpResponse<String> response) {
        String seconds = response.header("Retry-After");
        try {
            return seconds == null ? Duration.ZERO : Duration.ofSeconds(Math.clamp(Long.parseLong(seconds), 0, 300));
        } catch (NumberFormatException e) {
            return Duration.ZERO;
        }
    }
}
