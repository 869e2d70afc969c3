package dev.podfailure.crd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.KubectlResult;
import dev.podfailure.rig.RequiresControlPlane;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code manifests/} on a real control plane: applied, used, taken away. */
@RequiresControlPlane(controllers = true)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ManifestsIT {
    private static final String NAMESPACE = "podfailure-system";
    private static final String[] APPLY = {"apply", "--server-side", "-k", "manifests"};

    private static ControlPlane plane;

    @BeforeAll
    static void apply(ControlPlane controlPlane) {
        plane = controlPlane;
        Installation.ofDefinition(plane);
        KubectlResult applied = plane.kubectl(APPLY);
        assertThat(applied.stderr()).isEmpty();
    }

    @Test
    void applyingAgainChangesNothing() {
        plane.kubectl(APPLY).output();

        KubectlResult difference = plane.kubectl("diff", "--server-side", "-k", "manifests");

        assertThat(difference.stdout()).isEmpty();
        assertThat(difference.exitCode()).isZero();
    }

    /** The namespace enforces the profile "restricted": a pod that breaks it would not be made. */
    @Test
    void theOperatorsPodIsAdmitted() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(plane.admin()
                                .pods()
                                .inNamespace(NAMESPACE)
                                .withLabel("app.kubernetes.io/component", "operator")
                                .list()
                                .getItems())
                        .hasSize(2));
    }

    @Test
    void theServicesFindThePorts() {
        List<String> ports = plane.admin().services().inNamespace(NAMESPACE).list().getItems().stream()
                .map(service ->
                        service.getSpec().getPorts().getFirst().getTargetPort().getStrVal())
                .toList();

        assertThat(plane.admin()
                        .apps()
                        .deployments()
                        .inNamespace(NAMESPACE)
                        .withName("podfailure")
                        .get()
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getPorts())
                .extracting(port -> port.getName())
                .containsExactlyInAnyOrderElementsOf(ports);
    }

    @ParameterizedTest
    @CsvSource({
        "get, '', pods, '', ''",
        "list, '', pods, '', ''",
        "watch, '', pods, '', ''",
        "patch, '', pods, status, ''",
        "list, '', events, '', ''",
        "create, events.k8s.io, events, '', ''",
        "get, '', namespaces, '', ''",
        "list, '', namespaces, '', ''",
        "watch, '', namespaces, '', ''",
        "get, podfailure.dev, failurecategoryrulesets, '', ''",
        "list, podfailure.dev, failurecategoryrulesets, '', ''",
        "watch, podfailure.dev, failurecategoryrulesets, '', ''",
        "patch, podfailure.dev, failurecategoryrulesets, status, ''",
        "get, coordination.k8s.io, leases, '', podfailure-system",
        "create, coordination.k8s.io, leases, '', podfailure-system",
        "update, coordination.k8s.io, leases, '', podfailure-system",
        "create, authentication.k8s.io, tokenreviews, '', ''",
        "create, authorization.k8s.io, subjectaccessreviews, '', ''",
    })
    void theOperatorMay(String verb, String group, String resource, String subresource, String namespace) {
        assertThat(isAllowed(verb, group, resource, subresource, namespace)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "patch, '', pods, '', ''",
        "update, '', pods, '', ''",
        "delete, '', pods, '', ''",
        "create, '', pods, '', podfailure-system",
        "create, '', pods, exec, podfailure-system",
        "create, '', pods, eviction, podfailure-system",
        "create, '', pods, binding, podfailure-system",
        "patch, '', pods, ephemeralcontainers, podfailure-system",
        "update, '', pods, status, ''",
        "get, '', pods, log, ''",
        "get, '', secrets, '', podfailure-system",
        "list, '', secrets, '', ''",
        "patch, '', namespaces, '', ''",
        "watch, '', events, '', ''",
        "create, '', events, '', ''",
        "patch, events.k8s.io, events, '', ''",
        "delete, events.k8s.io, events, '', ''",
        "create, podfailure.dev, failurecategoryrulesets, '', ''",
        "update, podfailure.dev, failurecategoryrulesets, '', ''",
        "patch, podfailure.dev, failurecategoryrulesets, '', ''",
        "update, podfailure.dev, failurecategoryrulesets, status, ''",
        "get, coordination.k8s.io, leases, '', default",
        "patch, coordination.k8s.io, leases, '', podfailure-system",
        "delete, coordination.k8s.io, leases, '', podfailure-system",
        "create, '', serviceaccounts, token, podfailure-system",
        "create, authorization.k8s.io, localsubjectaccessreviews, '', podfailure-system",
        "watch, podfailure.dev, failureevents, '', ''",
        "impersonate, '', users, '', ''",
        "bind, rbac.authorization.k8s.io, clusterroles, '', ''",
        "'*', '*', '*', '', ''",
    })
    void theOperatorMayNot(String verb, String group, String resource, String subresource, String namespace) {
        assertThat(isAllowed(verb, group, resource, subresource, namespace)).isFalse();
    }

    /** Server-side apply of the status subresource needs patch, and neither get nor update. */
    @Test
    void theOperatorAppliesAStatusWithTheRightsItHas() {
        String ruleSet = """
                {"apiVersion": "podfailure.dev/v1alpha1", "kind": "FailureCategoryRuleSet",
                 "metadata": {"name": "judged", "namespace": "default"}, %s}""";
        plane.kubectlWithInput(ruleSet.formatted("\"spec\": {}"), "create", "-f", "-")
                .output();

        KubectlResult applied = plane.kubectlWithInput(
                ruleSet.formatted("\"status\": {\"observedGeneration\": 1}"),
                "apply",
                "--server-side",
                "--subresource=status",
                "--as=system:serviceaccount:podfailure-system:podfailure",
                "-f",
                "-");

        assertThat(applied.stderr()).isEmpty();
        assertThat(applied.exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"view", "edit", "admin"})
    void rolesOfUsersGainTheRightsToReadRuleSetsAndEvents(String role) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(plane.admin()
                                .rbac()
                                .clusterRoles()
                                .withName(role)
                                .get()
                                .getRules())
                        .anySatisfy(rule -> {
                            assertThat(rule.getResources()).containsExactly("failurecategoryrulesets");
                            assertThat(rule.getVerbs()).contains("list");
                        })
                        .anySatisfy(rule -> {
                            assertThat(rule.getResources()).containsExactly("failureevents");
                            assertThat(rule.getVerbs()).containsExactly("watch");
                        }));
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void goesAwayAndLeavesTheRuleSetsOfOthers() {
        plane.kubectlWithInput("""
                        {"apiVersion": "podfailure.dev/v1alpha1", "kind": "FailureCategoryRuleSet",
                         "metadata": {"name": "kept", "namespace": "default"}, "spec": {}}""", "create", "-f", "-").output();

        KubectlResult deleted = plane.kubectl("delete", "--timeout=90s", "-k", "manifests");

        assertThat(deleted.stderr()).isEmpty();
        assertThat(plane.kubectl("get", "namespace", NAMESPACE).stderr()).contains("not found");
        assertThat(plane.kubectl("get", "clusterrole", "podfailure").stderr()).contains("not found");
        assertThat(plane.kubectl("get", "fcrs", "kept", "--output=name").output())
                .contains("failurecategoryruleset.podfailure.dev/kept");
    }

    private static boolean isAllowed(String verb, String group, String resource, String subresource, String namespace) {
        var question = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser("system:serviceaccount:podfailure-system:podfailure")
                .withGroups("system:serviceaccounts", "system:serviceaccounts:" + NAMESPACE, "system:authenticated")
                .withNewResourceAttributes()
                .withVerb(verb)
                .withGroup(group)
                .withResource(resource)
                .withSubresource(subresource)
                .withNamespace(namespace)
                .endResourceAttributes()
                .endSpec()
                .build();
        return plane.admin()
                .authorization()
                .v1()
                .subjectAccessReview()
                .create(question)
                .getStatus()
                .getAllowed();
    }
}
