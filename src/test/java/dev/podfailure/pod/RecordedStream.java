package dev.podfailure.pod;

import dev.podfailure.rules.Classification;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what the stream was told. */
final class RecordedStream implements FailureStream {
    final List<Pod> seen = new CopyOnWriteArrayList<>();
    final List<Pod> gone = new CopyOnWriteArrayList<>();

    /** By name of the pod. */
    final Map<String, Classification> vanished = new ConcurrentHashMap<>();

    @Override
    public void seen(Pod pod) {
        seen.add(pod);
    }

    @Override
    public void gone(Pod last) {
        gone.add(last);
    }

    @Override
    public void vanished(Pod last, Classification classification, Instant classifiedAt) {
        vanished.put(last.getMetadata().getName(), classification);
    }

    List<String> goneNames() {
        return gone.stream().map(pod -> pod.getMetadata().getName()).toList();
    }
}
