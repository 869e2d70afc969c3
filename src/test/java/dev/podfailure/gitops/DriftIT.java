package dev.podfailure.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podfailure.operator.RunningOperator;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.KubectlResult;
import dev.podfailure.rig.RequiresControlPlane;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The folders of {@code gitops/} applied as Argo CD and Flux apply them, server side under a field manager of their own, while
 * an operator runs: afterwards Git and the cluster say the same.
 */
@RequiresControlPlane
class DriftIT {
    private static final Path EXAMPLE = Path.of("examples", "memory-and-nodes.yaml");

    private static ControlPlane plane;
    private static JsonNode stored;

    @BeforeAll
    static void applyAndHaveItJudged(ControlPlane controlPlane) {
        plane = controlPlane;
        apply("argocd-controller", "-k", "gitops/operator");
        plane.kubectl("wait", "--for=condition=Established", "crd/failurecategoryrulesets.podfailure.dev")
                .output();
        apply("argocd-controller", "-k", "gitops/rules");
        apply("kustomize-controller", "-f", EXAMPLE.toString());
        try (RunningOperator operator = RunningOperator.start(plane)) {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(ruleSets())
                            .allSatisfy(ruleSet -> assertThat(ruleSet.at("/status/observedGeneration")
                                            .asLong())
                                    .isEqualTo(1)));
            assertThat(operator.failures()).isEmpty();
        }
        stored = Serialization.unmarshal(
                plane.kubectl(
                                "get",
                                "fcrs",
                                "memory-and-nodes",
                                "--namespace=podfailure-system",
                                "--show-managed-fields",
                                "--output=json")
                        .output(),
                JsonNode.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gitops/operator", "gitops/rules", "gitops/platform"})
    void thereIsNothingToCorrect(String folder) {
        assertThat(difference("argocd-controller", "-k", folder)).isEmpty();
    }

    @Test
    void thereIsNothingToCorrectInARuleSet() {
        assertThat(difference("kustomize-controller", "-f", EXAMPLE.toString())).isEmpty();
    }

    /** Not even a default: a tool that compares without asking the API server would show it for ever. */
    @Test
    void whatIsStoredIsWhatWasWritten() throws IOException {
        JsonNode written = Serialization.unmarshal(Files.readString(EXAMPLE), JsonNode.class);

        assertThat(stored.path("spec")).isEqualTo(written.path("spec"));
        assertThat(stored.at("/metadata/generation").asLong()).isEqualTo(1);
    }

    @Test
    void theOperatorOwnsNothingButTheStatus() {
        List<JsonNode> others = StreamSupport.stream(
                        stored.at("/metadata/managedFields").spliterator(), false)
                .filter(entry -> !entry.path("manager").asText().equals("kustomize-controller"))
                .toList();

        assertThat(others).hasSize(1).allSatisfy(entry -> {
            assertThat(entry.path("subresource").asText()).isEqualTo("status");
            assertThat(entry.path("fieldsV1").fieldNames()).toIterable().containsExactly("f:status");
        });
    }

    /** What a tool of GitOps does every few minutes. */
    @Test
    void applyingAgainChangesNothing() {
        String before = versions();

        apply("argocd-controller", "-k", "gitops/rules");
        apply("kustomize-controller", "-f", EXAMPLE.toString());

        assertThat(versions()).isEqualTo(before);
    }

    private static void apply(String manager, String... what) {
        plane.kubectl("apply", "--server-side", "--force-conflicts", "--field-manager=" + manager, what[0], what[1])
                .output();
    }

    private static String difference(String manager, String... what) {
        KubectlResult difference = plane.kubectl(
                "diff", "--server-side", "--force-conflicts", "--field-manager=" + manager, what[0], what[1]);
        assertThat(difference.stderr()).isEmpty();
        return difference.stdout();
    }

    private static List<JsonNode> ruleSets() {
        String found = plane.kubectl("get", "fcrs", "--all-namespaces", "--output=json")
                .output();
        JsonNode items = Serialization.unmarshal(found, JsonNode.class).path("items");
        return StreamSupport.stream(items.spliterator(), false).toList();
    }

    private static String versions() {
        return plane.kubectl(
                        "get",
                        "fcrs",
                        "--all-namespaces",
                        "--output=jsonpath={range .items[*]}{.metadata.name} {.metadata.resourceVersion}{\"\\n\"}{end}")
                .output();
    }
}
