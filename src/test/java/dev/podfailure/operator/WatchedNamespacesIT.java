package dev.podfailure.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.RequiresControlPlane;
import io.fabric8.kubernetes.client.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An operator that may see a few namespaces and nothing of the cluster: no namespace can be listed. */
@RequiresControlPlane
class WatchedNamespacesIT {
    private static final String SYSTEM = RunningOperator.NAMESPACE;
    private static final String RULE_SETS = """
            - {apiGroups: [podfailure.dev], resources: [failurecategoryrulesets], verbs: [get, list, watch]}
            - {apiGroups: [podfailure.dev], resources: [failurecategoryrulesets/status], verbs: [patch]}
            """;
    private static final String PODS = """
            - {apiGroups: [""], resources: [pods], verbs: [get, list, watch]}
            - {apiGroups: [""], resources: [pods/status], verbs: [patch]}
            - {apiGroups: [""], resources: [events], verbs: [get, list]}
            """;
    private static final String OWN_NAMESPACE = """
            - {apiGroups: [""], resources: [namespaces], verbs: [get]}
            """;

    private static ControlPlane plane;
    private static RunningOperator operator;
    private static FailingPods open;
    private static FailingPods closed;

    @BeforeAll
    static void start(ControlPlane controlPlane) {
        plane = controlPlane;
        plane.apply(Path.of("crds"));
        plane.kubectl(
                        "wait",
                        "--for=condition=Established",
                        "crd/failurecategoryrulesets.podfailure.dev",
                        "--timeout=60s")
                .output();
        plane.apply(Path.of("manifests", "00-namespace.yaml"), Path.of("manifests", "10-service-account.yaml"));
        open = namespace("open");
        closed = namespace("closed");
        allow(SYSTEM, RULE_SETS);
        allow("open", RULE_SETS + PODS + OWN_NAMESPACE);
        allow("closed", RULE_SETS + PODS);
        new StoredRuleSets(plane).put(SYSTEM, "by-team", """
                namespaceSelector: {matchLabels: {team: one}}
                defaultCategory: ""
                rules: [{name: r, category: of-the-team, onExitCodes: {operator: In, values: [7]}}]
                """);
        operator = RunningOperator.start(
                Config.fromKubeconfig(plane.kubeconfigOf(SYSTEM, "podfailure").toFile()),
                RunningOperator.settings(Set.of("open", "closed"), 0, false));
    }

    @AfterAll
    static void stop() {
        operator.close();
    }

    @Test
    void aNamespaceThatMayBeReadIsChosenByItsLabels() {
        open.fail("exit-7", 7);

        PodAnnotations record = await().atMost(Duration.ofSeconds(20))
                .until(() -> open.record("exit-7"), Optional::isPresent)
                .orElseThrow();

        assertThat(record.rule()).isEqualTo(SYSTEM + "/by-team/r");
    }

    @Test
    void aNamespaceThatMayNotBeReadHasNoLabels() {
        closed.fail("exit-7", 7);

        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(20))
                .until(() -> closed.record("exit-7").isEmpty());
    }

    @Test
    void theOperatorIsReadyAllTheSame() {
        assertThat(operator.page("/readyz")).doesNotContain("not read yet");
        assertThat(operator.failures()).isEmpty();
    }

    private static FailingPods namespace(String name) {
        plane.createNamespace(name);
        plane.kubectl("label", "namespace", name, "team=one").output();
        return new FailingPods(plane.admin(), name);
    }

    private static void allow(String namespace, String rules) {
        plane.kubectlWithInput("""
                        apiVersion: rbac.authorization.k8s.io/v1
                        kind: Role
                        metadata: {name: podfailure, namespace: %1$s}
                        rules:
                        %2$s---
                        apiVersion: rbac.authorization.k8s.io/v1
                        kind: RoleBinding
                        metadata: {name: podfailure, namespace: %1$s}
                        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: podfailure}
                        subjects: [{kind: ServiceAccount, name: podfailure, namespace: %3$s}]
                        """.formatted(namespace, rules, SYSTEM), "apply", "--server-side", "-f", "-")
                .output();
    }
}
