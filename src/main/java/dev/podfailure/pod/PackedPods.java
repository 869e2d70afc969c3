package dev.podfailure.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The informer's cache of failed pods, packed; they come trimmed, see {@link TrimmedReading}. Thread-safe. */
final class PackedPods implements ItemStore<Pod> {
    private final Map<String, PackedPod> pods = new ConcurrentHashMap<>();

    /** The packed form of a trimmed pod: the cache's own if it has this version, so that a pod is in memory once. */
    PackedPod packed(Pod trimmed) {
        PackedPod kept = pods.get(getKey(trimmed));
        return kept != null && kept.isVersion(trimmed) ? kept : PackedPod.of(trimmed);
    }

    @Override
    public String getKey(Pod pod) {
        return Cache.metaNamespaceKeyFunc(pod);
    }

    @Override
    public @Nullable Pod put(String key, Pod pod) {
        return unpacked(pods.put(key, PackedPod.of(pod)));
    }

    @Override
    public @Nullable Pod remove(String key) {
        return unpacked(pods.remove(key));
    }

    @Override
    public Stream<String> keySet() {
        return pods.keySet().stream();
    }

    @Override
    public Stream<Pod> values() {
        return pods.values().stream().map(PackedPod::unpack);
    }

    @Override
    public @Nullable Pod get(String key) {
        return unpacked(pods.get(key));
    }

    @Override
    public int size() {
        return pods.size();
    }

    /** False: what a pod lost by the trimming must not be taken for a change. */
    @Override
    public boolean isFullState() {
        return false;
    }

    private static @Nullable Pod unpacked(@Nullable PackedPod pod) {
        return pod == null ? null : pod.unpack();
    }
}
