package dev.podfailure.bench;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Makes failed pods with complete facts: one container that ended with an exit code and a message. */
final class FailedPodMaker {
    private static final int AT_A_TIME = 24;

    private final KubernetesClient client;

    FailedPodMaker(KubernetesClient client) {
        this.client = client;
    }

    void namespace(String name) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }

    /** Makes so many, as fast as the API server takes them. */
    void many(String namespace, int count) throws Exception {
        many(namespace, count, (name, failed) -> {});
    }

    /** The same; tells of each when it had failed. */
    void many(String namespace, int count, BiConsumer<String, Instant> told) throws Exception {
        all(
                IntStream.range(0, count).mapToObj(i -> "pod-" + i).toList(),
                name -> told.accept(name, one(namespace, name)));
    }

    /** Deletes every pod, one by one: a request for all of them may take longer than the API server lets it. */
    void removeAll(String namespace) throws Exception {
        List<String> names = client.pods().inNamespace(namespace).list().getItems().stream()
                .map(pod -> pod.getMetadata().getName())
                .toList();
        all(
                names,
                name -> client.pods()
                        .inNamespace(namespace)
                        .withName(name)
                        .withGracePeriod(0)
                        .delete());
    }

    private static void all(List<String> names, Consumer<String> task) throws Exception {
        Semaphore room = new Semaphore(AT_A_TIME);
        List<Future<?>> begun = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String name : names) {
                begun.add(threads.submit(() -> {
                    room.acquire();
                    try {
                        task.accept(name);
                        return name;
                    } finally {
                        room.release();
                    }
                }));
            }
            for (Future<?> future : begun) {
                future.get();
            }
        }
    }

    /** Makes one and returns when the API server had accepted that it failed. */
    Instant one(String namespace, String name) {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .addToLabels("app", "bench")
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withNodeName("node-1")
                .addNewContainer()
                .withName("main")
                .withImage("example.com/bench:1")
                .endContainer()
                .endSpec()
                .build();
        Pod created = client.resource(pod).create();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Pod failed = new PodBuilder(created)
                .withNewStatus()
                .withPhase("Failed")
                .addNewContainerStatus()
                .withName("main")
                .withImage("example.com/bench:1")
                .withImageID("")
                .withReady(false)
                .withRestartCount(0)
                .withNewState()
                .withNewTerminated()
                .withExitCode(1)
                .withReason("Error")
                .withMessage("connection to db-0.example refused after 30 s, giving up")
                .withStartedAt(now.minusSeconds(60).toString())
                .withFinishedAt(now.toString())
                .endTerminated()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
        client.resource(failed).subresource("status").update();
        return Instant.now();
    }
}
