package dev.podfailure.stream;

import dev.podfailure.failure.EventId;
import dev.podfailure.failure.PodAnnotations;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Failed pods for tests, told apart by a number: it is in the name, the UID and the resource version. */
public final class SamplePods {
    static final Instant CLASSIFIED_AT = Instant.parse("2026-03-01T12:00:05.250Z");

    private SamplePods() {}

    /** A pod of namespace {@code batch} whose container ended with 1, with a decision. */
    public static Pod annotated(int number) {
        return annotated(number, "batch", decision(number, "user", 0, CLASSIFIED_AT));
    }

    static Pod annotated(int number, String namespace, PodAnnotations decision) {
        return new PodBuilder(failed(number))
                .editMetadata()
                .withNamespace(namespace)
                .withAnnotations(annotations(decision))
                .endMetadata()
                .build();
    }

    public static Pod revised(int number, int revision) {
        return annotated(number, "batch", decision(number, "user", revision, CLASSIFIED_AT));
    }

    static Pod classifiedAt(int number, Instant time) {
        return annotated(number, "batch", decision(number, "user", 0, time));
    }

    public static List<Pod> annotated(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(SamplePods::annotated)
                .toList();
    }

    /** A pod whose container ended with 1, without a decision. */
    static Pod failed(int number) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("batch")
                .withName("pod-" + number)
                .withUid("uid-" + number)
                .withResourceVersion(Integer.toString(1_000 + number))
                .endMetadata()
                .withNewSpec()
                .withNodeName("node-1")
                .endSpec()
                .withNewStatus()
                .withPhase("Failed")
                .addNewContainerStatus()
                .withName("main")
                .withNewState()
                .withNewTerminated()
                .withExitCode(1)
                .withReason("Error")
                .withFinishedAt("2026-03-01T12:00:00Z")
                .endTerminated()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
    }

    static PodAnnotations decision(int number, String category, int revision, Instant classifiedAt) {
        return new PodAnnotations(
                category,
                "exit-1",
                "podfailure-system/platform/exit-1",
                "set-uid/7",
                "onExitCodes container=main exitCode=1",
                "Look at the log.",
                "team",
                "Pointless",
                EventId.ofPod("uid-" + number),
                revision,
                classifiedAt,
                "replica-0",
                false);
    }

    private static Map<String, String> annotations(PodAnnotations decision) {
        Map<String, String> annotations = new HashMap<>();
        decision.toMergePatch().forEach((key, value) -> {
            if (value != null) {
                annotations.put(key, value);
            }
        });
        return annotations;
    }
}
