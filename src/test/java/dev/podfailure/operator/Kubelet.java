package dev.podfailure.operator;

import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.rig.ControlPlane;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Stands in for the kubelet, and for whoever makes pods: in one namespace, as the administrator. */
final class Kubelet {
    private final KubernetesClient admin;
    private final String namespace;

    /** Makes the namespace. */
    Kubelet(ControlPlane plane, String namespace) {
        this.admin = plane.admin();
        this.namespace = namespace;
        plane.createNamespace(namespace);
    }

    /** A bound pod that has not run yet. */
    Pod create(String name) {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withNodeName("node-1")
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("main")
                .withImage("registry.example.com/app:1")
                .endContainer()
                .endSpec()
                .build();
        return admin.resource(pod).create();
    }

    /** A pod whose only container ended with this exit code. */
    Pod fail(String name, int exitCode) {
        return fail(name, exited(exitCode, "Error", ""));
    }

    /** A pod with this status. */
    Pod fail(String name, PodStatus status) {
        return report(create(name), status);
    }

    /** Gives a pod this status. */
    Pod report(Pod pod, PodStatus status) {
        return admin.resource(new PodBuilder(pod).withStatus(status).build()).updateStatus();
    }

    /** So many failed pods, named with a prefix and a number from 0. Returns them in that order. */
    List<Pod> failMany(String prefix, int count, int exitCode) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> fail(prefix + i, exitCode))
                .toList();
    }

    /** The status of a failed pod whose container {@code main} ended so. */
    static PodStatus exited(int exitCode, String reason, String message) {
        return new PodStatusBuilder()
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
                .withReason(reason)
                .withMessage(message)
                .withFinishedAt(Instant.now().toString())
                .endTerminated()
                .endState()
                .endContainerStatus()
                .build();
    }

    void deleteAtOnce(String name) {
        admin.pods().inNamespace(namespace).withName(name).withGracePeriod(0).delete();
    }

    Pod read(String name) {
        return admin.pods().inNamespace(namespace).withName(name).require();
    }

    Optional<PodAnnotations> record(String name) {
        return PodAnnotations.read(read(name));
    }

    /** Every pod of the namespace with a valid record, by name. */
    Map<String, PodAnnotations> records() {
        Map<String, PodAnnotations> records = new TreeMap<>();
        admin.pods()
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(pod -> PodAnnotations.read(pod)
                        .ifPresent(record -> records.put(pod.getMetadata().getName(), record)));
        return records;
    }
}
