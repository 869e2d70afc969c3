package dev.podfailure.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.RequiresControlPlane;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code kubectl apply -k examples/library} works as it stands. */
@RequiresControlPlane
class LibraryIT {
    private static final Path FOLDER = RuleSetFile.EXAMPLES.resolve("library");
    private static final String[] APPLY = {"apply", "--server-side", "-k", FOLDER.toString()};

    private static ControlPlane plane;

    @BeforeAll
    static void install(ControlPlane controlPlane) {
        plane = controlPlane;
        Installation.ofDefinition(plane);
        plane.kubectl("create", "namespace", "podfailure-system").output();
        plane.kubectl(APPLY).output();
    }

    @Test
    void applyingItAgainChangesNothing() {
        plane.kubectl(APPLY).output();

        assertThat(plane.kubectl("diff", "--server-side", "-k", FOLDER.toString()))
                .satisfies(difference -> assertThat(difference.stdout()).isEmpty())
                .satisfies(difference -> assertThat(difference.exitCode()).isZero());
    }

    static List<RuleSetFile> sets() {
        return RuleSetFile.in(FOLDER);
    }

    @ParameterizedTest
    @MethodSource("sets")
    void theApiServerStoresWhatIsWritten(RuleSetFile file) {
        JsonNode written = Examples.object(file);

        String stored = plane.kubectl(
                        "get",
                        "fcrs",
                        written.at("/metadata/name").asText(),
                        "--namespace=podfailure-system",
                        "--output=json")
                .output();

        assertThat(Serialization.unmarshal(stored, JsonNode.class).path("spec")).isEqualTo(written.path("spec"));
    }
}
