package dev.podfailure.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.KubectlResult;
import dev.podfailure.rig.RequiresControlPlane;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written for users to start from works as it stands: {@code examples/} and the YAML of {@code docs/rules.md}. */
@RequiresControlPlane
class ExamplesIT {
    private static final String[] APPLY = {"apply", "--server-side", "-k", "examples"};
    private static final String RESOURCE_VERSIONS =
            "jsonpath={range .items[*]}{.metadata.name}={.metadata.resourceVersion} {end}";

    private static ControlPlane plane;

    @BeforeAll
    static void install(ControlPlane controlPlane) {
        plane = controlPlane;
        Installation.ofDefinition(plane);
        for (String namespace : List.of("podfailure-system", "team-a")) {
            plane.kubectl("create", "namespace", namespace).output();
        }
    }

    @Test
    void applyingTheExamplesAgainChangesNothing() {
        KubectlResult first = plane.kubectl(APPLY);
        String versions = versions();

        KubectlResult second = plane.kubectl(APPLY);

        assertThat(first.output())
                .contains(Examples.files().stream()
                        .map(file -> Examples.object(file).at("/metadata/name").asText())
                        .toList());
        assertThat(second.output()).isNotEmpty();
        assertThat(versions()).isEqualTo(versions);
        assertThat(plane.kubectl("diff", "--server-side", "-k", "examples"))
                .satisfies(difference -> assertThat(difference.stdout()).isEmpty())
                .satisfies(difference -> assertThat(difference.exitCode()).isZero());
    }

    static List<RuleSetFile> examples() {
        return Examples.files();
    }

    /** Tools that compare with Git would show what is added as a difference, for ever. */
    @ParameterizedTest
    @MethodSource("examples")
    void theApiServerAddsNothingToTheRules(RuleSetFile file) {
        plane.kubectl(APPLY).output();
        JsonNode written = Examples.object(file);

        String stored = plane.kubectl(
                        "get",
                        "fcrs",
                        written.at("/metadata/name").asText(),
                        "--namespace=" + written.at("/metadata/namespace").asText(),
                        "--output=json")
                .output();

        assertThat(Serialization.unmarshal(stored, JsonNode.class).at("/spec/rules"))
                .isEqualTo(written.at("/spec/rules"));
    }

    static List<DocumentedExample> documented() {
        return DocumentedExample.all();
    }

    @ParameterizedTest
    @MethodSource("documented")
    void takesWhatTheDocumentationShows(DocumentedExample example) {
        KubectlResult result = plane.kubectlWithInput(example.ruleSet(), "create", "--dry-run=server", "-f", "-");

        assertThat(result.stderr()).isEmpty();
        assertThat(result.exitCode()).isZero();
    }

    private static String versions() {
        return plane.kubectl("get", "fcrs", "--all-namespaces", "--output=" + RESOURCE_VERSIONS)
                .output();
    }
}
