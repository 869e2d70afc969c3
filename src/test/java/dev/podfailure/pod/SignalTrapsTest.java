package dev.podfailure.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podfailure.rules.ActiveRules;
import dev.podfailure.rules.RuleReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The traps that failed pods set, each as a whole pod that is trimmed, read, and asked about as the operator does it, with
 * one book of rules for all. Those that only a history shows are elsewhere: a restart or a failover counts nothing twice
 * (OperatorStopIT), new rules relabel nothing (HotReloadIT), a name that is used again is another pod (FailedPodsTest), pods
 * outside phase Failed stay as they are, whatever their texts say (RecordedPodsIT).
 */
class SignalTrapsTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final Decider DECIDER = new Decider(Duration.ZERO, Duration.ZERO);
    private static final ActiveRules.Snapshot RULES =
            RuleSets.snapshot(text("rules.yaml"), Instant.parse("2026-01-01T00:00:00Z"));

    static Stream<Arguments> pods() {
        JsonNode traps = YAML.unmarshal(text("pods.yaml"), ArrayNode.class);
        return StreamSupport.stream(traps.spliterator(), false)
                .map(trap -> arguments(
                        named(trap.get("trap").asText(), pod(trap)),
                        trap.get("expect").asText()));
    }

    @ParameterizedTest
    @MethodSource("pods")
    void isSeenFor(Pod pod, String expected) {
        assertThat(answer(pod)).isEqualTo(expected);
    }

    @Test
    void fourKibibytesOfNulAreAMessageLikeAnyOther() {
        Pod pod = TestPods.failed(1).build();
        pod.getStatus()
                .getContainerStatuses()
                .getFirst()
                .getState()
                .getTerminated()
                .setMessage("\0".repeat(4096));

        assertThat(answer(pod)).isEqualTo("application");
    }

    private static String answer(Pod pod) {
        FailedPod failed =
                new FailedPod(PodTrimmer.trim(pod), Sighting.first(pod, TestPods.NOW), false, Optional.of(Map.of()));
        return switch (DECIDER.decide(failed, RULES, TestPods.NOW, Optional.empty())) {
            case Decision.Commit commit ->
                Optional.ofNullable(commit.classification().rule())
                        .map(RuleReference::rule)
                        .orElse("default");
            case Decision.Skip skip -> skip.reason().name().toLowerCase(Locale.ROOT);
            case Decision other -> other.toString();
        };
    }

    private static Pod pod(JsonNode trap) {
        ObjectNode pod = YAML.convertValue(TestPods.failed().build(), ObjectNode.class);
        if (trap.has("spec")) {
            pod.set("spec", trap.get("spec"));
        }
        pod.withObject("/status").setAll((ObjectNode) trap.get("status"));
        return YAML.convertValue(pod, Pod.class);
    }

    private static String text(String file) {
        try (InputStream resource = SignalTrapsTest.class.getResourceAsStream("/traps/" + file)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
