package dev.podfailure.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podfailure.chart.Helm;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.KubectlResult;
import dev.podfailure.rig.ProgramRun;
import dev.podfailure.rig.RequiresControlPlane;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of {@code docs/gitops.md} name folders that are there, values that the chart takes, rule sets that are valid. */
@RequiresControlPlane
class DocumentedObjectsIT {
    private static ControlPlane plane;

    @BeforeAll
    static void install(ControlPlane controlPlane) {
        plane = controlPlane;
        plane.apply(Path.of("gitops", "operator"));
        plane.kubectl("wait", "--for=condition=Established", "crd/failurecategoryrulesets.podfailure.dev")
                .output();
        plane.createNamespace("team-a");
    }

    @Test
    void theKindsAreThoseOfTheTools() throws IOException {
        assertThat(DocumentedObjects.all())
                .extracting(object -> object.path("kind").asText())
                .contains("Application", "ApplicationSet", "Kustomization", "HelmRelease", "FailureCategoryRuleSet")
                .doesNotContain("");
    }

    static Stream<String> folders() throws IOException {
        return Stream.concat(
                        DocumentedObjects.values("path").stream(),
                        DocumentedObjects.values("chart").stream().filter(JsonNode::isTextual))
                .map(JsonNode::asText)
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("folders")
    void theFoldersAreThere(String folder) {
        assertThat(List.of("kustomization.yaml", "Chart.yaml"))
                .anySatisfy(file -> assertThat(Path.of(folder, file)).exists());
    }

    static Stream<String> kustomizations() throws IOException {
        return Stream.concat(folders(), Stream.of("gitops/platform"))
                .filter(folder -> Files.exists(Path.of(folder, "kustomization.yaml")))
                .map(folder -> Path.of(folder).normalize().toString())
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void theApiServerTakesTheFolders(String folder) {
        KubectlResult result = plane.kubectl("apply", "--server-side", "--dry-run=server", "-k", folder);

        assertThat(result.stderr()).isEmpty();
        assertThat(result.exitCode()).isZero();
    }

    static Stream<JsonNode> values() throws IOException {
        return Stream.concat(
                DocumentedObjects.values("valuesObject").stream(),
                DocumentedObjects.ofKind("HelmRelease").stream().map(release -> release.at("/spec/values")));
    }

    @ParameterizedTest
    @MethodSource("values")
    void theChartTakesTheValues(JsonNode values) {
        ProgramRun run = Helm.template(values.toString());

        assertThat(run.stderr()).isEmpty();
        assertThat(run.stdout())
                .contains("registry.example.com/podfailure:0.1.0")
                .contains("--cluster-name=");
    }

    @Test
    void theRuleSetsAreValid() throws IOException {
        assertThat(DocumentedObjects.ofKind("FailureCategoryRuleSet"))
                .isNotEmpty()
                .allSatisfy(ruleSet -> assertThat(
                                plane.kubectlWithInput(ruleSet.toString(), "create", "--dry-run=server", "-f", "-")
                                        .stderr())
                        .isEmpty());
    }

    @Test
    void theHealthCheckIsTheOneThatIsTested() throws IOException {
        JsonNode tested = Serialization.unmarshal(Files.readString(FluxHealth.EXPRESSIONS), JsonNode.class);

        assertThat(DocumentedObjects.values("healthCheckExprs")).isNotEmpty().allMatch(tested::equals);
    }

    @Test
    void thePageNamesEveryFolder() throws IOException {
        String page = Files.readString(DocumentedObjects.PAGE);
        try (var folders = Files.list(Path.of("gitops"))) {
            assertThat(folders.map(folder -> "`" + folder + "`"))
                    .isNotEmpty()
                    .allSatisfy(folder -> assertThat(page).contains(folder));
        }
    }
}
