package dev.podfailure.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.RequiresControlPlane;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart gives the objects that the folders for kubectl give: whoever changes the one changes the other. */
@RequiresControlPlane
class ChartRenderingIT {
    private static final String NO_CRD = "crds: {install: false}\n";
    private static final String CRD =
            "apiextensions.k8s.io/v1 CustomResourceDefinition /failurecategoryrulesets.podfailure.dev";

    private static final String EVERY_OPTION = """
            fullnameOverride: pf
            image:
              repository: registry.example.com/podfailure
              digest: sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
              pullSecrets: [registry]
            replicas: 3
            watchNamespaces: [team-a, podfailure-system]
            options: {cluster-name: prod-1, pod-labels: [team, app], tenant-ignore: true, max-categories: 1000000}
            extraArgs: [--log-level=DEBUG]
            tls: {grpcSecret: grpc, httpSecret: http}
            extraEnv: [{name: JAVA_TOOL_OPTIONS, value: -Xss512k}]
            extraVolumes: [{name: more, emptyDir: {}}]
            extraVolumeMounts: [{name: more, mountPath: /more}]
            serviceAccount: {name: account, annotations: {a: b}}
            admissionPolicies: {protectAnnotations: true}
            networkPolicy:
              metricsClients: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}}]
              extraEgress: [{ports: [{port: 4317}]}]
            podDisruptionBudget: {maxUnavailable: 50%}
            services: {grpc: {annotations: {a: b}}}
            deploymentAnnotations: {a: b}
            podLabels: {team: platform}
            podAnnotations: {a: b}
            priorityClassName: system-cluster-critical
            nodeSelector: {kubernetes.io/os: linux}
            tolerations: [{operator: Exists}]
            affinity: {nodeAffinity: {}}
            podSecurityContext: {runAsUser: null, runAsGroup: null}
            """;

    private static ControlPlane plane;

    @BeforeAll
    static void start(ControlPlane controlPlane) {
        plane = controlPlane;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "manifests                                | {}",
                "overlays/single-replica                  | replicas: 1",
                "overlays/namespaced                      | watchNamespaces: [team-a, team-b]",
                "src/test/resources/chart/grpc-tls        | tls: {grpcSecret: podfailure-grpc-tls}",
                "src/test/resources/chart/protected       | admissionPolicies: {protectAnnotations: true}",
            })
    void givesWhatTheFolderGives(String folder, String values) {
        Map<String, JsonNode> expected =
                RenderedObjects.in(plane.kubectl("kustomize", folder).output());
        // Helm makes the namespace, or somebody else does: it cannot be a part of what lies in it.
        assertThat(expected.remove("v1 Namespace /" + Helm.NAMESPACE)).isNotNull();

        Map<String, JsonNode> rendered = RenderedObjects.ofChart(
                Helm.template(values.equals("{}") ? NO_CRD : NO_CRD + values).output());

        assertThat(rendered.keySet()).isEqualTo(expected.keySet());
        assertThat(rendered).allSatisfy((name, object) -> assertThat(object).isEqualTo(expected.get(name)));
    }

    @ParameterizedTest
    @CsvSource({
        "crds, 1.33.0",
        "crds, 1.36.3",
        "manifests/crds-before-1.33, 1.30.0",
        "manifests/crds-before-1.33, 1.32.9"
    })
    void theDefinitionIsThatOfTheFolder(String folder, String version) {
        JsonNode expected =
                RenderedObjects.in(plane.kubectl("kustomize", folder).output()).get(CRD);

        JsonNode rendered = definition("crds: {keep: false}", "--kube-version", version);

        assertThat(rendered).isEqualTo(expected);
    }

    @Test
    void theDefinitionOutlivesTheRelease() {
        JsonNode kept = definition("{}");

        assertThat(kept.at("/metadata/annotations/helm.sh~1resource-policy").asText())
                .isEqualTo("keep");
        ((ObjectNode) kept.path("metadata")).remove("annotations");
        assertThat(kept).isEqualTo(definition("crds: {keep: false}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"namespace: elsewhere", "fullnameOverride: other"})
    void thePoliciesNameTheAccountWhateverItIsCalled(String change) {
        boolean named = change.startsWith("fullname");
        String yaml = Helm.template(
                        "admissionPolicies: {protectAnnotations: true}\n" + (named ? change : ""),
                        "--namespace",
                        named ? Helm.NAMESPACE : "elsewhere")
                .output();

        assertThat(yaml)
                .contains(
                        named
                                ? "== 'system:serviceaccount:podfailure-system:other'"
                                : "== 'system:serviceaccount:elsewhere:podfailure'")
                .doesNotContain("system:serviceaccount:podfailure-system:podfailure");
    }

    /** What is optional is YAML that the API server takes, too. */
    @Test
    void theApiServerTakesEveryOption() {
        plane.apply(Path.of("manifests", "00-namespace.yaml"));
        plane.createNamespace("team-a");

        String yaml = Helm.template(EVERY_OPTION).output();

        assertThat(plane.kubectlWithInput(yaml, "create", "--dry-run=server", "--validate=strict", "-f", "-")
                        .stderr())
                .isEmpty();
    }

    private static JsonNode definition(String values, String... arguments) {
        return RenderedObjects.named(
                CRD, RenderedObjects.ofChart(Helm.template(values, arguments).output()));
    }
}
