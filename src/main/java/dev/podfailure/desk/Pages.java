package dev.podfailure.desk;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Lists objects page by page.
 *
 * @param size most objects of a page
 */
record Pages(long size) {
    /** The value that kubectl and client-go use. */
    static final long SIZE = 500;

    private static final int MAX_EXPIRIES = 3;

    /**
     * Gives each object to the sink, once.
     *
     * @param list asks for one page
     * @throws KubernetesClientException if they cannot be read
     */
    <T extends HasMetadata> void read(
            Function<ListOptions, ? extends KubernetesResourceList<T>> list, Consumer<? super T> sink) {
        Set<String> seen = new HashSet<>();
        int expiries = 0;
        String next = "";
        while (next != null) {
            try {
                KubernetesResourceList<T> page = list.apply(options(next));
                page.getItems().stream()
                        .filter(object -> seen.add(object.getMetadata().getUid()))
                        .forEach(sink);
                String following = page.getMetadata().getContinue();
                next = following == null || following.isEmpty() ? null : following;
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_GONE || ++expiries > MAX_EXPIRIES) {
                    throw e;
                }
                next = afterExpiry(e);
            }
        }
    }

    private ListOptions options(String next) {
        return new ListOptionsBuilder()
                .withLimit(size)
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
