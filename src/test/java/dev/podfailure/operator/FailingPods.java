package dev.podfailure.operator;

import static org.awaitility.Awaitility.await;

import dev.podfailure.failure.PodAnnotations;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Pods of one namespace that fail because the test says so: nothing runs them. */
public record FailingPods(KubernetesClient admin, String namespace) {

    /** Makes a pod whose only container has ended with this exit code. */
    public Pod fail(String name, int exitCode) {
        return fail(name, exitCode, "");
    }

    /** The same with a termination message. */
    public Pod fail(String name, int exitCode, String message) {
        create(name);
        return end(name, exitCode, message);
    }

    /** The same with labels. */
    Pod fail(String name, int exitCode, Map<String, String> labels) {
        create(name, labels);
        return end(name, exitCode, "");
    }

    /** Makes a pod that somebody stops before it ends; no kubelet takes it away. */
    public Pod stop(String name, int exitCode) {
        create(name);
        resource(name).withGracePeriod(30).delete();
        return end(name, exitCode, "");
    }

    /** Waits until each of these pods has its record. */
    public void awaitRecords(String... names) {
        for (String name : names) {
            await().atMost(Duration.ofSeconds(30)).until(() -> record(name).isPresent());
        }
    }

    /** Takes a pod away at once. */
    void remove(String name) {
        resource(name).withGracePeriod(0).delete();
    }

    private Pod create(String name) {
        return create(name, Map.of());
    }

    private Pod create(String name, Map<String, String> labels) {
        return admin.resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .withLabels(labels)
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName("node-1")
                        .withRestartPolicy("Never")
                        .addNewContainer()
                        .withName("main")
                        .withImage("registry.example.com/app:1")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    /** Ends a pod's container as a kubelet would write it. */
    private Pod end(String name, int exitCode, String message) {
        return resource(name)
                .editStatus(pod -> new PodBuilder(pod)
                        .withNewStatus()
                        .withPhase("Failed")
                        .addNewContainerStatus()
                        .withName("main")
                        .withImage("registry.example.com/app:1")
                        .withImageID("")
                        .withReady(false)
                        .withRestartCount(0)
                        .withNewState()
                        .withNewTerminated()
                        .withExitCode(exitCode)
                        .withReason("Error")
                        .withMessage(message)
                        .withFinishedAt(Instant.now().toString())
                        .endTerminated()
                        .endState()
                        .endContainerStatus()
                        .endStatus()
                        .build());
    }

    /** What the operator wrote on a pod. */
    public Optional<PodAnnotations> record(String name) {
        return Optional.ofNullable(resource(name).get()).flatMap(PodAnnotations::read);
    }

    private PodResource resource(String name) {
        return admin.pods().inNamespace(namespace).withName(name);
    }
}
