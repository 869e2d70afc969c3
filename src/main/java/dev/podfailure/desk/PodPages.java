package dev.podfailure.desk;

import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.net.HttpURLConnection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads pods page by page, so that neither the API server nor this program holds all of a large cluster at once. */
public final class PodPages {
    private static final long PAGE = 500;
    private static final int MAX_EXPIRIES = 3;

    private final KubernetesClient client;
    private final long page;

    public PodPages(KubernetesClient client) {
        this(client, PAGE);
    }

    PodPages(KubernetesClient client, long page) {
        this.client = client;
        this.page = page;
    }

    /**
     * Gives each failed pod of the selection to the sink, once.
     *
     * @throws KubernetesClientException if they cannot be read
     */
    public void failed(PodSelection selection, Consumer<Pod> sink) {
        read(selection, "status.phase", "Failed", sink);
    }

    /** Gives each pod of a namespace to the sink, whatever its phase. */
    void all(String namespace, Consumer<Pod> sink) {
        read(new PodSelection(namespace, ""), null, null, sink);
    }

    private void read(PodSelection selection, @Nullable String field, @Nullable String value, Consumer<Pod> sink) {
        Set<String> seen = new HashSet<>();
        int expiries = 0;
        String next = "";
        while (next != null) {
            try {
                PodList list = pods(selection, field, value).list(options(next));
                list.getItems().stream()
                        .filter(pod -> seen.add(pod.getMetadata().getUid()))
                        .forEach(sink);
                String following = list.getMetadata().getContinue();
                next = following == null || following.isEmpty() ? null : following;
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_GONE || ++expiries > MAX_EXPIRIES) {
                    throw e;
                }
                next = afterExpiry(e);
            }
        }
    }

    private FilterWatchListDeletable<Pod, PodList, PodResource> pods(
            PodSelection selection, @Nullable String field, @Nullable String value) {
        FilterWatchListDeletable<Pod, PodList, PodResource> pods =
                selection.namespace().isEmpty()
                        ? client.pods().inAnyNamespace()
                        : client.pods().inNamespace(selection.namespace());
        if (field != null) {
            pods = pods.withField(field, value);
        }
        return selection.labelSelector().isEmpty() ? pods : pods.withLabelSelector(selection.labelSelector());
    }

    private ListOptions options(String next) {
        return new ListOptionsBuilder()
                .withLimit(page)
                .withContinue(next.isEmpty() ? null : next)
                .build();
    }

    /**
     * Where to go on after the server forgot a list, as it does after some minutes: it offers to continue in the cluster as
     * it is now. Without such an offer, from the beginning.
     */
    private static String afterExpiry(KubernetesClientException e) {
        String offered = e.getStatus() == null || e.getStatus().getMetadata() == null
                ? null
                : e.getStatus().getMetadata().getContinue();
        return Objects.requireNonNullElse(offered, "");
    }
}
