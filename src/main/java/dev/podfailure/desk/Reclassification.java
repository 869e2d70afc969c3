package dev.podfailure.desk;

import dev.podfailure.failure.PodAnnotations;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;

/** Asks the operator for a new decision on a pod. */
public final class Reclassification {
    private static final int UNPROCESSABLE = 422;

    private final KubernetesClient client;

    public Reclassification(KubernetesClient client) {
        this.client = client;
    }

    /** What became of it. */
    public sealed interface Result {
        /** The operator will decide again. */
        record Asked() implements Result {}

        /** The pod is gone, or another one has its name. */
        record Gone() implements Result {}

        /** The API server refused, with its words. */
        record Refused(int code, String message) implements Result {}
    }

    /**
     * Asks about this pod and no other of its name.
     *
     * @throws KubernetesClientException if there was no answer
     */
    public Result ask(AnnotatedFailure pod) {
        try {
            client.pods()
                    .inNamespace(pod.namespace())
                    .withName(pod.name())
                    .patch(PatchContext.of(PatchType.JSON_MERGE), patch(pod));
            return new Result.Asked();
        } catch (KubernetesClientException e) {
            return switch (e.getCode()) {
                case HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_CONFLICT, UNPROCESSABLE ->
                    new Result.Gone();
                default -> {
                    if (e.getCode() <= 0) {
                        throw e;
                    }
                    yield new Result.Refused(e.getCode(), Refusal.words(e));
                }
            };
        }
    }

    private String patch(AnnotatedFailure pod) {
        ObjectMeta metadata = new ObjectMeta();
        metadata.setUid(pod.uid());
        metadata.getAnnotations().put(PodAnnotations.RECLASSIFY, "true");
        return "{\"metadata\":" + client.getKubernetesSerialization().asJson(metadata) + "}";
    }
}
