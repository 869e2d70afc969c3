package dev.podfailure.desk;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;

/** Finds the pod that a person means: by its name, or by how its name begins if that says enough. */
final class PodLookup {
    private final KubernetesClient client;

    PodLookup(KubernetesClient client) {
        this.client = client;
    }

    /** What a name leads to. */
    sealed interface Result {
        record Found(Pod pod) implements Result {}

        /** No pod has this name or a name that begins with it. */
        record NotFound() implements Result {}

        /** The names of several pods begin with it. */
        record Ambiguous(List<String> names) implements Result {}

        /** Neither reading the pod nor listing pods is allowed, in the API server's words. */
        record Forbidden(String message) implements Result {}
    }

    Result find(String namespace, String name) {
        String refusal = "";
        try {
            Pod pod = client.pods().inNamespace(namespace).withName(name).get();
            if (pod != null) {
                return new Result.Found(pod);
            }
        } catch (KubernetesClientException e) {
            refusal = forbidden(e);
        }
        try {
            return among(namespace, name);
        } catch (KubernetesClientException e) {
            String listing = forbidden(e);
            // Who may get pods but not list them has an answer already.
            return refusal.isEmpty() ? new Result.NotFound() : new Result.Forbidden(refusal + "; " + listing);
        }
    }

    private Result among(String namespace, String name) {
        List<Pod> candidates = new ArrayList<>();
        new PodPages(client).all(namespace, pod -> {
            if (pod.getMetadata().getName().equals(name)
                    || pod.getMetadata().getName().startsWith(name + "-")) {
                candidates.add(pod);
            }
        });
        List<Pod> exact = candidates.stream()
                .filter(pod -> pod.getMetadata().getName().equals(name))
                .toList();
        List<Pod> meant = exact.isEmpty() ? candidates : exact;
        return switch (meant.size()) {
            case 0 -> new Result.NotFound();
            case 1 -> new Result.Found(meant.getFirst());
            default ->
                new Result.Ambiguous(
                        meant.stream().map(pod -> pod.getMetadata().getName()).toList());
        };
    }

    private static String forbidden(KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
            throw e;
        }
        return Refusal.words(e);
    }
}
