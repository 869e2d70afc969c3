package dev.podfailure.rig;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Plays recorded pods against an API server, request by request: creates the pod, binds it, writes each status, posts
 * its events, deletes it. Without a kubelet nothing contradicts, and whoever watches sees what the recorded watcher saw.
 *
 * <p>Times in a status keep their distances to each other and to the deletion (or the end of the pod, if that came
 * first), at any pace; at another pace than the recorded one their distance to the clock differs. Owners of the recorded
 * pods do not exist: with a controller-manager its garbage collector would remove such pods.
 */
public final class Replayer implements AutoCloseable {
    /** An API server takes 100 requests at a time from one HTTP/2 connection; a client on the JDK's own fails beyond. */
    private static final int REQUESTS_AT_A_TIME = 40;

    private final KubernetesClient client;
    private final Semaphore requests = new Semaphore(REQUESTS_AT_A_TIME);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** A client without retries: a retried request could hide what a step did. */
    public Replayer(KubernetesClient client) {
        if (client.getConfiguration().getRequestRetryBackoffLimit() != 0) {
            throw new IllegalArgumentException("the client of a replayer must not retry: requestRetryBackoffLimit 0");
        }
        this.client = client;
    }

    /** Plays a record in a namespace that exists, under the pod's own name. */
    public Replayed play(PodRecord record, String namespace, Pace pace) {
        return play(record, namespace, record.podName(), pace);
    }

    /**
     * Plays a record in a namespace that exists.
     *
     * @param podName must be free
     * @throws ReplayException if a step fails; the message names record and step
     */
    public Replayed play(PodRecord record, String namespace, String podName, Pace pace) {
        return new Replay(client, requests, record, namespace, podName, pace).run();
    }

    /** Plays a record at the same time as others. A failed step completes the future with its exception. */
    public CompletableFuture<Replayed> start(PodRecord record, String namespace, String podName, Pace pace) {
        return CompletableFuture.supplyAsync(() -> play(record, namespace, podName, pace), threads);
    }

    /** Plays many records at the same time and waits for all. */
    public List<Replayed> playAll(Map<String, PodRecord> recordsByPodName, String namespace, Pace pace) {
        return recordsByPodName.entrySet().stream()
                .map(entry -> start(entry.getValue(), namespace, entry.getKey(), pace))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    /** Waits for replays that are under way. */
    @Override
    public void close() {
        threads.close();
    }
}
