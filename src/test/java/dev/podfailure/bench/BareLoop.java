package dev.podfailure.bench;

import dev.podfailure.rig.ControlPlane;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same patches as the operator's by the same client, and nothing else. */
record BareLoop(ControlPlane plane, FailedPodMaker maker) {
    private static final int CONCURRENCY = 16;

    /** Annotates so many new pods; how many a second. */
    double round(String namespace, int pods) throws Exception {
        maker.namespace(namespace);
        maker.many(namespace, pods);
        List<Pod> failed = plane.admin().pods().inNamespace(namespace).list().getItems();
        Annotations annotations = new Annotations(plane.admin(), namespace, pods);
        try (KubernetesClient client = ControlPlane.client(plane.kubeconfigOf("podfailure-system", "podfailure"))) {
            patchAll(client, failed, "warm");
            patchAll(client, failed, "done");
            return annotations.perSecond();
        } finally {
            maker.removeAll(namespace);
        }
    }

    private static void patchAll(KubernetesClient client, List<Pod> pods, String value) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(CONCURRENCY)) {
            List<Future<?>> patches = new ArrayList<>();
            for (Pod pod : pods) {
                patches.add(threads.submit(() -> patch(client, pod, value)));
            }
            for (Future<?> patch : patches) {
                patch.get();
            }
        }
    }

    private static void patch(KubernetesClient client, Pod pod, String value) {
        String annotations = """
                {"metadata":{"uid":"%s","annotations":{"podfailure.dev/category":"application",\
                "podfailure.dev/subcategory":"error","podfailure.dev/rule":"podfailure-system/getting-started/exited-with-an-error",\
                "podfailure.dev/rule-generation":"00000000-0000-4000-8000-000000000000/1",\
                "podfailure.dev/evidence":"onExitCodes container=main exitCode=1","podfailure.dev/responsible":"user",\
                "podfailure.dev/event-id":"00000000-0000-5000-8000-000000000000","podfailure.dev/revision":"0",\
                "podfailure.dev/classified-at":"2026-01-01T00:00:00.000Z","podfailure.dev/committed-by":"%s"}}}""".formatted(pod.getMetadata().getUid(), value);
        client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), annotations);
    }
}
