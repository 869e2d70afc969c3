package dev.podfailure.pod;

import dev.podfailure.failure.EventId;
import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.rig.PodRecord;
import dev.podfailure.stream.EventContent;
import dev.podfailure.stream.FailureEventLog;
import dev.podfailure.stream.LogSettings;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What the heap holds of many annotated failed pods: recorded ones with names, UIDs and records of their own, through the
 * informer's cache, the list of failed pods and the log of the stream, as in the operator. Argument: how many.
 */
public final class CachedPodsHeap {
    private static final KubernetesSerialization JSON = new KubernetesSerialization();

    private CachedPodsHeap() {}

    public static void main(String[] args) {
        int count = Integer.parseInt(args[0]);
        List<String> templates = PodRecord.all().stream()
                .map(record -> record.versions().getLast())
                .filter(pod -> "Failed".equals(pod.getStatus().getPhase()))
                .map(JSON::asJson)
                .toList();
        PackedPods cache = new PackedPods();
        FailedPods pods = new FailedPods(
                FailureStream.to(new FailureEventLog(EventContent.of("bench"), LogSettings.DEFAULT, Clock.systemUTC())),
                new NoListener(),
                cache::packed,
                Clock.systemUTC());
        long before = liveHeap();
        for (int i = 0; i < count; i++) {
            Pod pod = PodTrimmer.trim(pod(templates.get(i % templates.size()), i));
            cache.put(cache.getKey(pod), pod);
            pods.seen(ResourceID.fromResource(pod), pod);
        }
        long after = liveHeap();
        System.out.printf(
                "heap of %d failed pods in cache and stream (%d recorded pods as templates): %d MiB, %.2f KiB a pod%n",
                pods.all().size(), templates.size(), (after - before) >> 20, (after - before) / 1024.0 / count);
    }

    /** As the API server would send it: no string is shared with another pod's. */
    private static Pod pod(String template, int number) {
        Pod pod = JSON.unmarshal(template, Pod.class);
        String uid = new UUID(number, number).toString();
        pod.getMetadata().setName("pod-" + number);
        pod.getMetadata().setNamespace("namespace-" + number % 200);
        pod.getMetadata().setUid(uid);
        pod.getMetadata().setResourceVersion(Integer.toString(1_000_000 + number));
        pod.getMetadata().setAnnotations(annotations(uid));
        return pod;
    }

    private static Map<String, String> annotations(String uid) {
        return new PodAnnotations(
                        "application",
                        "error",
                        "podfailure-system/getting-started/exited-with-an-error",
                        UUID.randomUUID() + "/1",
                        "onExitCodes container=main exitCode=1",
                        "The program ended with an error of its own.",
                        "user",
                        "Uncertain",
                        EventId.ofPod(uid),
                        0,
                        Instant.now(),
                        "podfailure-5d4f8c7b9-abcde_1a2b3c4d")
                .toMergePatch().entrySet().stream()
                        .filter(entry -> entry.getValue() != null)
                        .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static long liveHeap() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            runtime.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }

    private static final class NoListener implements FailedPods.Listener {
        @Override
        public void confirmed(Attempt attempt) {
            // Nothing is sent.
        }

        @Override
        public void departed(WatchedPod pod, boolean finalStateKnown) {
            // None goes.
        }
    }
}
