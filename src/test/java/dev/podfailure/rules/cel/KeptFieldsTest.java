package dev.podfailure.rules.cel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podfailure.failure.PodEvent;
import dev.podfailure.rules.cel.ConditionResult.True;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptFieldsTest {
    private static final List<String> RECORDS = List.of(
            "preempted-by-scheduler",
            "reject-taint-noexecute",
            "sidecar-command-missing-blocks-main",
            "sidecar-oom-main-exit-1",
            "static-pod-crashloop");

    private static final ResourceRequirements LIMITS = new ResourceRequirementsBuilder()
            .addToLimits("memory", new Quantity("64", "Mi"))
            .build();

    /** What no recorded pod has: states before the last one, signals, deadlines, limits. */
    private static final Pod UNSEEN = new PodBuilder()
            .withNewSpec()
            .withActiveDeadlineSeconds(60L)
            .withResources(LIMITS)
            .addNewContainer()
            .withResources(LIMITS)
            .endContainer()
            .addNewInitContainer()
            .withResources(LIMITS)
            .endInitContainer()
            .endSpec()
            .withNewStatus()
            .withContainerStatuses(unseen())
            .withInitContainerStatuses(unseen())
            .endStatus()
            .build();

    private static ContainerStatus unseen() {
        ContainerStateBuilder state = new ContainerStateBuilder()
                .withNewWaiting("message", "reason")
                .withNewRunning("2026-01-01T00:00:00Z")
                .withNewTerminated()
                .withSignal(9)
                .withMessage("text")
                .endTerminated();
        return new ContainerStatusBuilder()
                .withState(state.build())
                .withLastState(state.build())
                .build();
    }

    @TestFactory
    Stream<DynamicTest> everyValueOfARecordedPodIsWhatTheRecordHolds() {
        return RECORDS.stream().flatMap(name -> {
            RecordedPod record = RecordedPod.read(name);
            return expectations(record).entrySet().stream()
                    .map(expected -> DynamicTest.dynamicTest(
                            name + ": " + expected.getKey(),
                            () -> assertThat(Conditions.evaluate(
                                            expected.getKey() + " == " + expected.getValue(),
                                            record.input().inContainer("app")))
                                    .isEqualTo(new True())));
        });
    }

    @Test
    void everyFieldIsSeenByTheTestsAbove() {
        Set<String> seen = new TreeSet<>();
        RECORDS.forEach(name -> expectations(RecordedPod.read(name)).keySet().forEach(path -> seen.add(general(path))));
        KeptFields.valuesOf(UNSEEN).keySet().forEach(path -> seen.add(general(path)));
        // The container is one of the statuses.
        Set<String> ofPodAndEvents = new TreeSet<>(KeptFields.paths().keySet());
        ofPodAndEvents.removeIf(path -> path.startsWith("container."));

        assertThat(seen).containsAll(ofPodAndEvents);
    }

    @Test
    void everyFieldCanBeUsedInAnExpression() {
        assertThat(KeptFields.paths()).allSatisfy((path, type) -> {
            String literal =
                    switch (type) {
                        case "string" -> "''";
                        case "int" -> "0";
                        case "bool" -> "true";
                        case "timestamp" -> "timestamp(0)";
                        default -> "{'a': 'b'}";
                    };
            Conditions.compiled(path.replace("[]", "[0]") + " == " + literal);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pod.status.containerStatuses[0].lastState.waiting.reason == 'reason'",
                "pod.status.containerStatuses[0].lastState.waiting.message == 'message'",
                "pod.status.initContainerStatuses[0].state.terminated.signal == 9",
                "pod.status.initContainerStatuses[0].lastState.running.startedAt == timestamp('2026-01-01T00:00:00Z')",
                "pod.spec.activeDeadlineSeconds == 60",
                "pod.spec.resources.limits.memory == '64Mi'",
                "pod.spec.containers[0].resources.limits['memory'] == '64Mi'",
                "'memory' in pod.spec.initContainers[0].resources.limits",
            })
    void readsWhatNoRecordedPodHas(String expression) {
        assertThat(Conditions.evaluate(expression, ConditionInput.of(UNSEEN, List.of())))
                .isEqualTo(new True());
    }

    @Test
    void readsTheTimesOfEvents() {
        Instant first = Instant.parse("2026-01-01T00:00:00.123Z");
        PodEvent event = new PodEvent("Warning", "BackOff", "text", 3, first, first.plusSeconds(90));

        assertThat(Conditions.evaluate(
                        "events[0].lastTimestamp - events[0].firstTimestamp == duration('90s')",
                        ConditionInput.of(new Pod(), List.of(event))))
                .isEqualTo(new True());
    }

    @Test
    void aPodWithoutAnythingHasNoValues() {
        assertThat(KeptFields.valuesOf(new Pod())).isEmpty();
    }

    /** By the path with indices: the value in the JSON of the record as a literal of CEL. */
    private static Map<String, String> expectations(RecordedPod record) {
        Map<String, String> expectations = new LinkedHashMap<>();
        KeptFields.paths().forEach((path, type) -> {
            if (path.startsWith("pod.") || path.startsWith("events[].")) {
                collect(record.json(), "", List.of(path.split("\\.")), type, expectations);
            }
        });
        return expectations;
    }

    private static void collect(
            JsonNode node, String path, List<String> rest, String type, Map<String, String> expectations) {
        if (rest.isEmpty()) {
            if (!node.isMissingNode() && !(node.isTextual() && node.asText().isEmpty())) {
                expectations.put(path, literal(node, type));
            }
            return;
        }
        String name = rest.getFirst().replace("[]", "");
        JsonNode next = node.path(name);
        String here = path.isEmpty() ? name : path + "." + name;
        List<String> after = rest.subList(1, rest.size());
        if (!rest.getFirst().endsWith("[]")) {
            collect(next, here, after, type, expectations);
            return;
        }
        for (int i = 0; i < next.size(); i++) {
            collect(next.get(i), here + "[" + i + "]", after, type, expectations);
        }
    }

    private static String literal(JsonNode node, String type) {
        return switch (type) {
            case "timestamp" -> "timestamp('" + node.asText() + "')";
            // JSON's escapes are CEL's.
            default -> node.toString();
        };
    }

    private static String general(String path) {
        return path.replaceAll("\\[\\d+]", "[]");
    }
}
