package dev.podfailure.operator;

import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.rig.ControlPlane;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Makes pods that fail in several ways, spread over a time, and goes on through every outage as a kubelet does. */
final class ChaosPods implements AutoCloseable {
    private static final int WRITERS = 6;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** How a pod fails, and in how many of a hundred cases. */
    enum Kind {
        CONFIG(64, 68),
        BUG(1, 18),
        UNMATCHED(3, 6),
        IGNORED(143, 5),
        STOPPED(64, 3);

        private final int exitCode;
        private final int share;

        Kind(int exitCode, int share) {
            this.exitCode = exitCode;
            this.share = share;
        }

        /** Whether no record may be written. */
        boolean isSkipped() {
            return this == IGNORED || this == STOPPED;
        }

        private static Kind draw(int ofHundred) {
            int left = ofHundred;
            for (Kind kind : values()) {
                left -= kind.share;
                if (left < 0) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("the shares are not 100");
        }
    }

    /** @param deleted when it was deleted right after it had failed; {@link Instant#MAX} if it still exists */
    record Failed(String name, String uid, Kind kind, Instant deleted) {
        boolean exists() {
            return deleted.equals(Instant.MAX);
        }
    }

    private final Kubelet kubelet;
    private final ControlPlane plane;
    private final String namespace;
    private final Map<String, Failed> failed = new ConcurrentHashMap<>();
    private final ScheduledExecutorService writers = Executors.newScheduledThreadPool(WRITERS);
    private final List<Future<Failed>> making = new ArrayList<>();
    private final Random random;

    ChaosPods(ControlPlane plane, String namespace, long seed) {
        this.random = new Random(seed);
        this.plane = plane;
        this.namespace = namespace;
        this.kubelet = new Kubelet(plane, namespace);
    }

    /** Begins to make so many more over this time. What is made depends on the seed. */
    void begin(int more, Duration over) {
        for (int i = 0; i < more; i++) {
            String name = "pod-" + making.size();
            Kind kind = Kind.draw(random.nextInt(100));
            boolean deleted = !kind.isSkipped() && random.nextInt(100) < 10;
            making.add(writers.schedule(
                    () -> make(name, kind, deleted), over.toMillis() * i / more, TimeUnit.MILLISECONDS));
        }
    }

    /** Waits until all that were begun have failed. */
    void await() throws InterruptedException, ExecutionException {
        for (Future<Failed> pod : making) {
            pod.get();
        }
    }

    /** Every pod that failed so far, by UID. */
    Map<String, Failed> failed() {
        return Map.copyOf(failed);
    }

    /** The records on the pods that exist, by the pod's UID. */
    Map<String, PodAnnotations> records() {
        Map<String, PodAnnotations> records = new HashMap<>();
        plane.admin()
                .pods()
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(pod -> PodAnnotations.read(pod)
                        .ifPresent(record -> records.put(pod.getMetadata().getUid(), record)));
        return records;
    }

    @Override
    public void close() {
        writers.shutdownNow();
    }

    private Failed make(String name, Kind kind, boolean delete) {
        Pod pod = insist(() -> create(name));
        if (kind == Kind.STOPPED) {
            insist(() -> plane.admin()
                    .pods()
                    .inNamespace(namespace)
                    .withName(name)
                    .withGracePeriod(30)
                    .delete());
        }
        insist(() -> kubelet.report(kubelet.read(name), Kubelet.exited(kind.exitCode, "Error", "")));
        if (delete) {
            insist(() -> {
                kubelet.deleteAtOnce(name);
                return name;
            });
        }
        Failed made = new Failed(name, pod.getMetadata().getUid(), kind, delete ? Instant.now() : Instant.MAX);
        failed.put(made.uid(), made);
        return made;
    }

    /** The answer to an earlier try may have been lost. */
    private Pod create(String name) {
        try {
            return kubelet.create(name);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            return kubelet.read(name);
        }
    }

    private static <T> T insist(Callable<T> request) {
        return Awaitility.await()
                .pollInterval(Duration.ofMillis(200))
                .pollDelay(Duration.ZERO)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(request, answer -> true);
    }
}
