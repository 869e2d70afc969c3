package dev.podfailure.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.RequiresControlPlane;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code overlays/namespaced}: the operator works with these Roles, and names the one right that one of them lacks. */
@RequiresControlPlane
class NamespacedRightsIT {
    private static final String SYSTEM = RunningOperator.NAMESPACE;
    private static final Path OVERLAY = Path.of("overlays", "namespaced");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final OperatorSettings SETTINGS = RunningOperator.settings(Set.of("team-a", "team-b"), 0, false);

    private static ControlPlane plane;
    private static KubernetesClient client;

    @BeforeAll
    static void install(ControlPlane controlPlane) {
        plane = controlPlane;
        plane.apply(Path.of("crds"));
        plane.kubectl("wait", "--for=condition=Established", "crd/failurecategoryrulesets.podfailure.dev")
                .output();
        plane.createNamespace("team-a");
        plane.createNamespace("team-b");
        plane.apply(OVERLAY);
        client = ControlPlane.client(plane.kubeconfigOf(SYSTEM, "podfailure"));
    }

    @AfterAll
    static void close() {
        client.close();
    }

    @Test
    void theOperatorWorksWithTheRolesOfTheOverlay() {
        new StoredRuleSets(plane)
                .put(
                        SYSTEM,
                        "platform",
                        "rules: [{name: r, category: config, onExitCodes: {operator: In, values: [64]}}]");
        Config config =
                Config.fromKubeconfig(plane.kubeconfigOf(SYSTEM, "podfailure").toFile());
        try (RunningOperator operator = RunningOperator.start(config, SETTINGS)) {
            FailingPods pods = new FailingPods(plane.admin(), "team-b");
            pods.fail("exit-64", 64);

            await().atMost(PATIENCE).until(() -> pods.record("exit-64").isPresent());
            assertThat(operator.failures()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "team-a, 0, get, pods",
        "team-a, 0, list, pods",
        "team-b, 0, watch, pods",
        "team-b, 1, patch, pods/status",
        "team-a, 2, list, events",
        "team-a, 4, watch, failurecategoryrulesets",
        "team-b, 5, patch, failurecategoryrulesets/status",
        "podfailure-system, 0, list, failurecategoryrulesets",
        "podfailure-system, 1, patch, failurecategoryrulesets/status",
    })
    void namesTheOneRightThatIsMissing(String namespace, int rule, String verb, String resource) {
        take(namespace, rule, verb);
        try {
            awaitProblem(Optional.of(
                    "this user or service account may not %s %s in namespace %s: apply the roles in manifests/"
                            .formatted(verb, resource, namespace)));
        } finally {
            plane.apply(OVERLAY);
            awaitProblem(Optional.empty());
        }
    }

    /** The work goes on without them. */
    @ParameterizedTest
    @CsvSource({"team-a, 6", "team-b, 6", "podfailure-system, 2"})
    void namesTheRightToWriteEventsApart(String namespace, int rule) {
        ClusterCheck check = new ClusterCheck(client, SETTINGS);
        take(namespace, rule, "create");
        try {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(new ClusterCheck(client, SETTINGS).eventProblem())
                            .contains("this user or service account may not create events.events.k8s.io in namespace "
                                    + namespace + ": apply the roles in manifests/"));
            assertThat(check.problem()).isEmpty();
        } finally {
            plane.apply(OVERLAY);
            await().atMost(PATIENCE).until(() -> check.eventProblem().isEmpty());
        }
    }

    private static void take(String namespace, int rule, String verb) {
        plane.admin()
                .rbac()
                .roles()
                .inNamespace(namespace)
                .withName("podfailure")
                .edit(role -> new RoleBuilder(role)
                        .editRule(rule)
                        .removeFromVerbs(verb)
                        // A rule needs a verb: one that nobody has.
                        .addToVerbs("none")
                        .endRule()
                        .build());
    }

    @ParameterizedTest
    @CsvSource({"0, tokenreviews", "1, subjectaccessreviews"})
    void namesTheRightToAskAboutCallersThatIsMissing(int rule, String resource) {
        SecuritySettings tokens = new SecuritySettings(
                new SecuritySettings.Grpc(
                        Optional.empty(), Optional.empty(), SecuritySettings.Callers.TOKENS, "podfailure.dev", true),
                RunningOperator.OPEN.http(),
                RunningOperator.OPEN.recheck());
        OperatorSettings settings = RunningOperator.settings(Set.of("team-a", "team-b"), 0, false, tokens);
        plane.admin()
                .rbac()
                .clusterRoles()
                .withName("podfailure-access-review")
                .edit(role -> new ClusterRoleBuilder(role)
                        .editRule(rule)
                        .withVerbs("none")
                        .endRule()
                        .build());
        try {
            awaitProblem(
                    settings,
                    Optional.of("this user or service account may not create " + resource
                            + ": apply the roles in manifests/"));
        } finally {
            plane.apply(OVERLAY);
            awaitProblem(settings, Optional.empty());
        }
    }

    private static void awaitProblem(Optional<String> expected) {
        awaitProblem(SETTINGS, expected);
    }

    /** The API server hears of a change of its roles a moment later. */
    private static void awaitProblem(OperatorSettings settings, Optional<String> expected) {
        ClusterCheck check = new ClusterCheck(client, settings);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(check.problem()).isEqualTo(expected));
    }
}
