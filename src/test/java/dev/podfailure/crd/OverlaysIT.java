package dev.podfailure.crd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.KubectlResult;
import dev.podfailure.rig.RequiresControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesList;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways to install it: each is applied, applied again, reached by an upgrade, and taken away. */
@RequiresControlPlane(controllers = true)
class OverlaysIT {
    private static final String BEFORE = "src/test/resources/manifests/before-two-replicas.yaml";
    private static final String OPERATOR = "--as=system:serviceaccount:podfailure-system:podfailure";

    private static final String GRPC_TLS = "src/test/resources/manifests/grpc-tls";

    /** What has our label anywhere in the cluster. */
    private static final String EVERYTHING =
            "namespaces,serviceaccounts,clusterroles,clusterrolebindings,roles,rolebindings,deployments,services,"
                    + "poddisruptionbudgets,networkpolicies,validatingadmissionpolicies,validatingadmissionpolicybindings";

    private static ControlPlane plane;

    @BeforeAll
    static void start(ControlPlane controlPlane) {
        plane = controlPlane;
        Installation.ofDefinition(plane);
        plane.createNamespace("team-a");
        plane.createNamespace("team-b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifests", "overlays/single-replica", "overlays/namespaced", GRPC_TLS})
    void comesByUpgradeStaysAsItIsAndGoes(String folder) {
        assertThat(plane.kubectl("apply", "--server-side", "-f", BEFORE).stderr())
                .isEmpty();
        KubectlResult upgraded = apply(folder);
        assertThat(upgraded.stderr()).isEmpty();
        List<String> versions = versions(folder);

        assertThat(apply(folder).stderr()).isEmpty();

        assertThat(versions(folder)).isEqualTo(versions);
        assertThat(plane.kubectl("diff", "--server-side", "-k", folder).stdout())
                .isEmpty();
        plane.kubectl("delete", "--timeout=90s", "--ignore-not-found", "-f", BEFORE)
                .output();
        plane.kubectl("delete", "--timeout=90s", "--ignore-not-found", "-k", folder)
                .output();
        assertThat(plane.kubectl(
                                "get",
                                EVERYTHING,
                                "--all-namespaces",
                                "--selector=app.kubernetes.io/name=podfailure",
                                "--output=name")
                        .output())
                .isEmpty();
    }

    @Test
    void namespacedGrantsNothingOutsideTheNamedNamespaces() {
        apply("overlays/namespaced").output();
        try {
            assertThat(mayListPods("team-a")).isEqualTo("yes");
            assertThat(mayListPods("team-b")).isEqualTo("yes");
            assertThat(mayListPods("default")).isEqualTo("no");
            assertThat(mayListPods("podfailure-system")).isEqualTo("no");
            assertThat(plane.kubectl("auth", "can-i", "list", "namespaces", OPERATOR)
                            .stdout()
                            .strip())
                    .isEqualTo("no");
        } finally {
            plane.kubectl("delete", "--timeout=90s", "-k", "overlays/namespaced")
                    .output();
        }
    }

    /** An operator that has both would go on in plain text the day its certificate is taken away. */
    @Test
    void grpcTlsTakesThePlainTextAway() {
        String rendered = plane.kubectl("kustomize", GRPC_TLS).output();

        assertThat(rendered)
                .contains("PODFAILURE_GRPC_TLS_CERT_FILE", "PODFAILURE_GRPC_TLS_KEY_FILE", "appProtocol: https")
                .doesNotContain("INSECURE");
    }

    private static KubectlResult apply(String folder) {
        return plane.kubectl("apply", "--server-side", "-k", folder);
    }

    private static String mayListPods(String namespace) {
        return plane.kubectl("auth", "can-i", "list", "pods", "--namespace=" + namespace, OPERATOR)
                .stdout()
                .strip();
    }

    /** Kind, place and generation of every object of a folder; the resource version where nobody else writes. */
    private static List<String> versions(String folder) {
        String stored = plane.kubectl("get", "-k", folder, "--output=json").output();
        return new TreeSet<>(Serialization.unmarshal(stored, KubernetesList.class).getItems().stream()
                        .map(OverlaysIT::version)
                        .toList())
                .stream().toList();
    }

    private static String version(HasMetadata stored) {
        var metadata = stored.getMetadata();
        String version = stored.getKind().endsWith("Role") ? metadata.getResourceVersion() : "";
        return stored.getKind() + " " + metadata.getNamespace() + "/" + metadata.getName() + " "
                + metadata.getGeneration() + " " + version;
    }
}
