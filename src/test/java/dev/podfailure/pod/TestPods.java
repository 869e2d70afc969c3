package dev.podfailure.pod;

import dev.podfailure.failure.PodAnnotations;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;

/** Failed pods for tests. */
final class TestPods {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private TestPods() {}

    /** A failed pod with one container that ended with this exit code a second before {@link #NOW}. */
    static PodBuilder failed(int exitCode) {
        return failed().editStatus()
                .withContainerStatuses(terminated("main", exitCode))
                .endStatus();
    }

    /** A failed pod with one container in its spec and no container status. */
    static PodBuilder failed() {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("batch")
                .withName("job-1")
                .withUid("6d1a3a2e-0001")
                .withResourceVersion("100")
                .withCreationTimestamp(NOW.minusSeconds(60).toString())
                .endMetadata()
                .withNewSpec()
                .withNodeName("node-1")
                .withTerminationGracePeriodSeconds(30L)
                .addNewContainer()
                .withName("main")
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPhase("Failed")
                .endStatus();
    }

    static ContainerStatus terminated(String name, int exitCode) {
        return terminated(name, exitCode, NOW.minusSeconds(1));
    }

    static ContainerStatus terminated(String name, int exitCode, Instant finished) {
        return status(name)
                .withNewState()
                .withNewTerminated()
                .withExitCode(exitCode)
                .withReason(exitCode == 0 ? "Completed" : "Error")
                .withFinishedAt(finished.toString())
                .endTerminated()
                .endState()
                .build();
    }

    static ContainerStatus waiting(String name, String reason, String message) {
        return status(name)
                .withNewState()
                .withNewWaiting()
                .withReason(reason)
                .withMessage(message)
                .endWaiting()
                .endState()
                .build();
    }

    static ContainerStatus running(String name) {
        return status(name)
                .withNewState()
                .withNewRunning()
                .withStartedAt(NOW.minusSeconds(50).toString())
                .endRunning()
                .endState()
                .build();
    }

    private static ContainerStatusBuilder status(String name) {
        return new ContainerStatusBuilder()
                .withName(name)
                .withImage("registry.example.com/app:1")
                .withImageID("")
                .withReady(false)
                .withRestartCount(0);
    }

    static WatchedPod watched(Pod first, Instant now) {
        return new WatchedPod(first, PackedPod.of(first), PodAnnotations.read(first), now, false);
    }

    static void see(WatchedPod watched, Pod version) {
        watched.see(version, PackedPod.of(version), PodAnnotations.read(version));
    }

    static FailedPod seenAt(Pod pod, Instant firstSeen) {
        return new FailedPod(pod, Sighting.first(pod, firstSeen), false);
    }
}
