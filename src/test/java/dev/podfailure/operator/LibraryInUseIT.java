package dev.podfailure.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.RequiresControlPlane;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code kubectl apply -k examples/library} beside a running operator. */
@RequiresControlPlane
class LibraryInUseIT {
    private static ControlPlane plane;
    private static Kubelet kubelet;
    private static RunningOperator operator;

    @BeforeAll
    static void applyTheLibrary(ControlPlane controlPlane) {
        plane = controlPlane;
        RunningOperator.install(plane);
        plane.kubectl("apply", "--server-side", "-k", "examples/library").output();
        kubelet = new Kubelet(plane, "library-in-use");
        operator = RunningOperator.start(plane);
    }

    @AfterAll
    static void stop() {
        operator.close();
    }

    @Test
    void everyRuleSetIsWholeAndInUse() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(sets())
                        .hasSizeGreaterThan(15)
                        .allSatisfy(
                                set -> assertThat(set.at("/status/conditions").toString())
                                        .contains("\"type\":\"Ready\"")
                                        .doesNotContain("\"reason\":\"InvalidRules\""))
                        .allSatisfy(
                                set -> assertThat(set.at("/status/rules/active").asInt())
                                        .isEqualTo(set.at("/spec/rules").size()))
                        .allSatisfy(set ->
                                assertThat(set.at("/status/problems").size()).isZero()));
    }

    @Test
    void aFailedPodIsAnnotatedWithWhatItSays() {
        kubelet.fail(
                "evicted",
                new PodStatusBuilder()
                        .withPhase("Failed")
                        .withReason("Evicted")
                        .withMessage("Usage of EmptyDir volume \"scratch\" exceeds the limit \"20Mi\". ")
                        .build());

        PodAnnotations record = await().atMost(Duration.ofSeconds(30))
                .until(() -> kubelet.record("evicted"), found -> found.isPresent())
                .orElseThrow();

        assertThat(record.rule()).isEqualTo("podfailure-system/library-15-evictions/emptydir-limit");
        assertThat(record.category() + "/" + record.subcategory()).isEqualTo("storage/emptydir-limit");
    }

    private static List<JsonNode> sets() {
        JsonNode list = Serialization.unmarshal(
                plane.kubectl("get", "fcrs", "-n", RunningOperator.NAMESPACE, "-o", "json")
                        .output(),
                JsonNode.class);
        return StreamSupport.stream(list.path("items").spliterator(), false).toList();
    }
}
