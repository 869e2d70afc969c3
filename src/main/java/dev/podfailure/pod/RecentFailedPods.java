package dev.podfailure.pod;

import dev.podfailure.stream.PodHistory;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the API server what happened to failed pods lately: a watch from an old resource version repeats it, as long as the
 * server has it (some minutes as a rule).
 */
public final class RecentFailedPods implements PodHistory {
    private static final Logger LOG = LoggerFactory.getLogger(RecentFailedPods.class);

    /** The API server sends a bookmark 2 s before a watch that asked for them runs out: that ends the wait in a quiet cluster. */
    private static final Duration WATCH = Duration.ofSeconds(4);

    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private final KubernetesClient client;
    private final Set<String> namespaces;

    /**
     * @param client nobody may take its requests for those of an informer
     * @param namespaces all if it is empty; more than one cannot be asked about
     */
    public RecentFailedPods(KubernetesClient client, Set<String> namespaces) {
        this.client = client;
        this.namespaces = Set.copyOf(namespaces);
    }

    @Override
    public long completeFrom(long after, long upTo) {
        try {
            return follow(new Departures(after, upTo), after);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return upTo;
        } catch (ExecutionException | TimeoutException | KubernetesClientException e) {
            LOG.atInfo()
                    .addKeyValue("resourceVersion", after)
                    .addKeyValue("error", String.valueOf(e.getMessage()))
                    .log("The API server does not tell what happened to failed pods since");
            return upTo;
        }
    }

    private long follow(Departures departures, long after)
            throws InterruptedException, ExecutionException, TimeoutException {
        Watch watch = pods().watch(
                        new ListOptionsBuilder()
                                .withFieldSelector("status.phase=Failed")
                                .withResourceVersion(Long.toString(after))
                                .withAllowWatchBookmarks(true)
                                .withTimeoutSeconds(WATCH.toSeconds())
                                .build(),
                        departures);
        try {
            return departures.result.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            watch.close();
        }
    }

    private FilterWatchListDeletable<Pod, PodList, PodResource> pods() {
        return namespaces.isEmpty()
                ? client.pods().inAnyNamespace()
                : client.pods().inNamespace(namespaces.iterator().next());
    }

    /** Follows a watch up to a resource version; keeps the version of the last pod that left. */
    private static final class Departures implements Watcher<Pod> {
        private final long upTo;
        private final CompletableFuture<Long> result = new CompletableFuture<>();

        /** Written by the watch's thread only. */
        private long last;

        Departures(long after, long upTo) {
            this.last = after;
            this.upTo = upTo;
        }

        @Override
        public void eventReceived(Action action, Pod pod) {
            long version = Long.parseLong(pod.getMetadata().getResourceVersion());
            if (action == Action.DELETED && version <= upTo) {
                last = version;
            }
            if (version >= upTo) {
                result.complete(last);
            }
        }

        @Override
        public void onClose() {
            result.completeExceptionally(new WatcherException("the watch ended"));
        }

        @Override
        public void onClose(WatcherException cause) {
            result.completeExceptionally(cause);
        }
    }
}
