package dev.podfailure.bench;

import dev.podfailure.failure.PodAnnotations;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Watches until every pod of a namespace has its annotations, and notes when each got them. */
final class Annotations implements Watcher<Pod> {
    private final Map<String, Instant> annotated = new ConcurrentHashMap<>();
    private final int pods;

    Annotations(KubernetesClient client, String namespace, int pods) {
        this.pods = pods;
        client.pods().inNamespace(namespace).watch(this);
    }

    @Override
    public void eventReceived(Action action, Pod pod) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        String by = annotations == null ? null : annotations.get(PodAnnotations.PREFIX + "committed-by");
        if (by != null && !by.equals("warm")) {
            annotated.putIfAbsent(pod.getMetadata().getName(), Instant.now());
        }
    }

    @Override
    public void onClose(WatcherException e) {
        throw new IllegalStateException(e);
    }

    Map<String, Instant> all() throws InterruptedException {
        while (annotated.size() < pods) {
            Thread.sleep(10);
        }
        return annotated;
    }

    /** From the first to the last annotation, both sides as this watcher sees them. */
    double perSecond() throws InterruptedException {
        List<Instant> times = all().values().stream().sorted().toList();
        return pods / (Duration.between(times.getFirst(), times.getLast()).toNanos() / 1e9);
    }
}
