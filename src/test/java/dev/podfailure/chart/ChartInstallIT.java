package dev.podfailure.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.KubectlResult;
import dev.podfailure.rig.ProgramRun;
import dev.podfailure.rig.RequiresControlPlane;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The chart on a real control plane: installed, upgraded, taken away, and what stays. */
@RequiresControlPlane(controllers = true)
class ChartInstallIT {
    private static final String CRD = "customresourcedefinition/failurecategoryrulesets.podfailure.dev";
    private static final String SINGLE = "replicas: 1";
    private static final String NAMESPACED = "watchNamespaces: [team-a, team-b]";
    private static final String WHOLE = "{}";

    /** What has our label anywhere in the cluster, bar the namespace, which is not the chart's. */
    private static final String EVERYTHING =
            "serviceaccounts,clusterroles,clusterrolebindings,roles,rolebindings,deployments,services,"
                    + "poddisruptionbudgets,networkpolicies,validatingadmissionpolicies,validatingadmissionpolicybindings";

    private static ControlPlane plane;

    @BeforeAll
    static void start(ControlPlane controlPlane) {
        plane = controlPlane;
        plane.createNamespace("team-a");
        plane.createNamespace("team-b");
    }

    @BeforeEach
    void makeTheNamespace() {
        plane.apply(Path.of("manifests", "00-namespace.yaml"));
    }

    @AfterEach
    void clean() {
        helm("uninstall", "", "--ignore-not-found", "--wait").output();
        plane.kubectl("delete", "--ignore-not-found", "--timeout=60s", CRD).output();
        plane.kubectl("delete", "--ignore-not-found", "--timeout=60s", "namespace", Helm.NAMESPACE)
                .output();
    }

    @Test
    void comesChangesAndGoesAgain() {
        install(SINGLE);
        upgrade(WHOLE);
        upgrade(NAMESPACED);
        assertThat(count("roles", "team-b")).isEqualTo(1);
        upgrade(WHOLE);
        assertThat(count("roles", "team-b")).isZero();

        uninstall();

        assertThat(everything()).isEmpty();
        assertThat(plane.kubectl("get", "secrets", "--all-namespaces", "--selector=owner=helm", "--output=name")
                        .output())
                .isEmpty();
    }

    @Test
    void upgradingToTheSameChangesNothing() {
        install(WHOLE);
        String before = versions();

        upgrade(WHOLE);

        assertThat(versions()).isEqualTo(before);
        assertThat(difference()).isEmpty();
    }

    /** Else an upgrade would let stand what an earlier version had. */
    @Test
    void anUpgradeTakesBackWhatEarlierValuesSaid() {
        install("""
                podLabels: {team: platform}
                options: {cluster-name: prod-1}
                admissionPolicies: {protectAnnotations: true}
                services: {grpc: {annotations: {a: b}}}
                """);

        upgrade(WHOLE);

        assertThat(difference()).isEmpty();
        assertThat(plane.kubectl(
                                "get",
                                "deployment",
                                "podfailure",
                                "--namespace=" + Helm.NAMESPACE,
                                "--output=jsonpath={.spec.template.metadata.labels.team}{.spec.template.spec.containers[0].args}")
                        .output())
                .isEqualTo("[\"operator\",\"--leader-election\"]");
        assertThat(everything()).doesNotContain("protect-annotations");
    }

    @Test
    void theDefinitionAndTheRuleSetsOfOthersStayAndAreFoundAgain() {
        install(WHOLE);
        plane.kubectl("wait", "--for=condition=Established", "--timeout=30s", CRD)
                .output();
        plane.kubectlWithInput("""
                        {"apiVersion": "podfailure.dev/v1alpha1", "kind": "FailureCategoryRuleSet",
                         "metadata": {"name": "kept", "namespace": "team-a"}, "spec": {}}""", "create", "-f", "-").output();

        uninstall();
        install(WHOLE);

        assertThat(plane.kubectl("get", "fcrs", "--namespace=team-a", "--output=name")
                        .output())
                .contains("failurecategoryruleset.podfailure.dev/kept");
    }

    @Test
    void theDefinitionGoesWhenThatIsAskedFor() {
        install("crds: {keep: false}");

        uninstall();

        assertThat(plane.kubectl("get", CRD).stderr()).contains("not found");
    }

    @Test
    void anUpgradeMendsTheDefinition() {
        install(WHOLE);
        plane.kubectl(
                        "patch",
                        CRD,
                        "--type=json",
                        "--patch=[{\"op\": \"remove\", \"path\": \"/spec/versions/0/additionalPrinterColumns/0\"}]")
                .output();

        upgrade(WHOLE);

        assertThat(plane.kubectl("get", CRD, "--output=jsonpath={.spec.versions[0].additionalPrinterColumns[0].name}")
                        .output())
                .isEqualTo("Ready");
    }

    /** The way from {@code kubectl apply -k manifests} to the chart, without a moment without the operator. */
    @Test
    void takesOverWhatKubectlApplied() {
        plane.apply(Path.of("crds"), Path.of("manifests"));
        String uid = deploymentUid();

        assertThat(helm("install", WHOLE, Helm.CHART).stderr()).contains("invalid ownership metadata");
        helm("install", WHOLE, Helm.CHART, "--take-ownership").output();

        assertThat(deploymentUid()).isEqualTo(uid);
        assertThat(difference()).isEmpty();
        uninstall();
        assertThat(everything()).isEmpty();
    }

    @Test
    void theNotesTellWhatIsLeftToDo() {
        plane.createNamespace("elsewhere");

        String notes = Helm.run(
                        "",
                        "install",
                        "podfailure",
                        Helm.CHART,
                        "--namespace=elsewhere",
                        "--dry-run=server",
                        "--kubeconfig=" + plane.kubeconfig())
                .output();

        assertThat(notes)
                .contains("is installed in the namespace elsewhere.")
                .contains("WARNING: the image \"podfailure\" is in no registry.")
                .contains("kubectl label namespace elsewhere pod-security.kubernetes.io/enforce=restricted")
                .contains("kubectl delete crd failurecategoryrulesets.podfailure.dev");
    }

    private static void install(String values) {
        ProgramRun installed = helm("install", values, Helm.CHART);
        assertThat(installed.stderr()).isEmpty();
        assertThat(installed.exitCode()).isZero();
    }

    private static void upgrade(String values) {
        ProgramRun upgraded = helm("upgrade", values, Helm.CHART, "--reset-values");
        assertThat(upgraded.stderr()).isEmpty();
        assertThat(upgraded.exitCode()).isZero();
    }

    private static void uninstall() {
        helm("uninstall", "", "--wait").output();
    }

    private static ProgramRun helm(String verb, String values, String... arguments) {
        List<String> all = new ArrayList<>(List.of(verb, "podfailure"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--namespace=" + Helm.NAMESPACE, "--kubeconfig=" + plane.kubeconfig()));
        if (!values.isEmpty()) {
            all.add("--values=-");
        }
        return Helm.run(values, all.toArray(String[]::new));
    }

    /** What a server-side apply of the release's objects would change. */
    private static String difference() {
        String manifest = Helm.run(
                        "",
                        "get",
                        "manifest",
                        "podfailure",
                        "--namespace=" + Helm.NAMESPACE,
                        "--kubeconfig=" + plane.kubeconfig())
                .output();
        KubectlResult difference = plane.kubectlWithInput(
                manifest, "diff", "--server-side", "--force-conflicts", "--field-manager=helm", "-f", "-");
        assertThat(difference.stderr()).isEmpty();
        return difference.stdout();
    }

    private static String versions() {
        return plane.kubectl(
                        "get",
                        EVERYTHING + "," + CRD.substring(0, CRD.indexOf('/')),
                        "--all-namespaces",
                        "--selector=app.kubernetes.io/name=podfailure",
                        "--output=jsonpath={range .items[*]}{.kind}/{.metadata.name} {.metadata.uid}"
                                + " {.metadata.generation}{\"\\n\"}{end}")
                .output();
    }

    private static String everything() {
        return plane.kubectl(
                        "get",
                        EVERYTHING,
                        "--all-namespaces",
                        "--selector=app.kubernetes.io/name=podfailure",
                        "--output=name")
                .output();
    }

    private static long count(String kind, String namespace) {
        return plane.kubectl("get", kind, "--namespace=" + namespace, "--output=name")
                .output()
                .lines()
                .count();
    }

    private static String deploymentUid() {
        return plane.kubectl(
                        "get",
                        "deployment",
                        "podfailure",
                        "--namespace=" + Helm.NAMESPACE,
                        "--output=jsonpath={.metadata.uid}")
                .output();
    }
}
