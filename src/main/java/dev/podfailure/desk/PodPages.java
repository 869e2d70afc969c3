package dev.podfailure.desk;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads pods page by page, so that neither the API server nor this program holds all of a large cluster at once. */
public final class PodPages {
    private final KubernetesClient client;
    private final long page;

    public PodPages(KubernetesClient client) {
        this(client, Pages.SIZE);
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
        new Pages(page).read(options -> pods(selection, field, value).list(options), sink);
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
}
