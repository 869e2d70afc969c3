package dev.podfailure.crd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.RequiresControlPlane;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The admission policies on a real API server: what a stolen token could still do, and who may write our annotations. */
@RequiresControlPlane
class AdmissionPolicyIT {
    private static final String POD = "victim";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private static ControlPlane plane;
    private static KubernetesClient operator;

    @BeforeAll
    static void install(ControlPlane controlPlane) {
        plane = controlPlane;
        Installation.ofDefinition(plane);
        plane.apply(Path.of("manifests"), Path.of("components", "protect-annotations", "policy.yaml"));
        operator = ControlPlane.client(plane.kubeconfigOf("podfailure-system", "podfailure"));
        plane.admin()
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName(POD)
                        .addToLabels("app", "web")
                        .addToAnnotations("example.com/cost-centre", "7")
                        .addToAnnotations("podfailure.dev/category", "copied")
                        .addToFinalizers("example.com/held")
                        .endMetadata()
                        .withNewSpec()
                        .withServiceAccountName("default")
                        .addNewContainer()
                        .withName("main")
                        .withImage("registry.example.com/app:1")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
        awaitRefusal(operator, "{\"metadata\": {\"labels\": {\"probe\": \"%s\"}}}");
        awaitRefusal(plane.admin(), "{\"metadata\": {\"annotations\": {\"podfailure.dev/rule\": \"%s\"}}}");
    }

    @AfterAll
    static void close() {
        operator.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"metadata": {"labels": {"app": "other"}}}                            | may not change a label
            {"metadata": {"labels": {"app": null}}}                               | may not change a label
            {"metadata": {"labels": {"new": "x"}}}                                | may not change a label
            {"metadata": {"finalizers": null}}                                    | may not change a finalizer
            {"metadata": {"finalizers": ["example.com/mine"]}}                    | may not change a finalizer
            {"metadata": {"annotations": {"example.com/cost-centre": "8"}}}       | may write no annotation but
            {"metadata": {"annotations": {"example.com/cost-centre": null}}}      | may write no annotation but
            {"metadata": {"annotations": {"example.com/new": "x"}}}               | may write no annotation but
            {"metadata": {"annotations": {"podfailure.dev.example.com/a": "x"}}}  | may write no annotation but
            {"metadata": {"annotations": null}}                                   | may write no annotation but
            {"status": {"phase": "Succeeded"}}                                    | may not change the status
            {"status": {"podIP": "10.1.2.3"}}                                     | may not change the status
            """)
    void theOperatorIsRefused(String patch, String message) {
        assertThatThrownBy(() -> patchStatus(operator, patch))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("podfailure-own-annotations")
                .hasMessageContaining(message);
    }

    @Test
    void theOperatorWritesAndRemovesItsOwnAnnotations() {
        patchStatus(operator, "{\"metadata\": {\"annotations\": {\"podfailure.dev/hint\": \"x\"}}}");
        assertThat(pod().getMetadata().getAnnotations()).containsEntry("podfailure.dev/hint", "x");

        patchStatus(operator, "{\"metadata\": {\"annotations\": {\"podfailure.dev/hint\": null}}}");
        assertThat(pod().getMetadata().getAnnotations()).doesNotContainKey("podfailure.dev/hint");
    }

    /** A right too many, such as "patch pods" in another role, must not open the door. */
    @Test
    void theOperatorIsRefusedTheSpecEvenIfAnotherRoleGrantsIt() {
        plane.kubectl(
                        "create",
                        "clusterrolebinding",
                        "too-much",
                        "--clusterrole=cluster-admin",
                        "--serviceaccount=podfailure-system:podfailure")
                .output();
        try {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThatThrownBy(
                                    () -> resource(operator).patch(MERGE, "{\"spec\": {\"activeDeadlineSeconds\": 5}}"))
                            .hasMessageContaining("may not change the spec"));
        } finally {
            plane.kubectl("delete", "clusterrolebinding", "too-much").output();
        }
    }

    @Test
    void othersWriteWhatTheyLike() {
        patchStatus(
                plane.admin(), "{\"metadata\": {\"labels\": {\"by\": \"admin\"}}, \"status\": {\"message\": \"m\"}}");

        assertThat(pod().getStatus().getMessage()).isEqualTo("m");
        assertThat(pod().getMetadata().getLabels()).containsEntry("by", "admin");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"metadata": {"annotations": {"podfailure.dev/category": "nothing"}}}
            {"metadata": {"annotations": {"podfailure.dev/category": null}}}
            {"metadata": {"annotations": {"podfailure.dev/event-id": "x"}}}
            {"metadata": {"annotations": null}}
            """)
    void othersDoNotWriteOurAnnotations(String patch) {
        assertThatThrownBy(() -> resource(plane.admin()).patch(MERGE, patch))
                .hasMessageContaining("only podfailure writes podfailure.dev/*");
        assertThatThrownBy(() -> patchStatus(plane.admin(), patch))
                .hasMessageContaining("only podfailure writes podfailure.dev/*");
    }

    @Test
    void othersAskForANewDecision() {
        resource(plane.admin())
                .patch(MERGE, "{\"metadata\": {\"annotations\": {\"podfailure.dev/reclassify\": \"true\"}}}");

        assertThat(pod().getMetadata().getAnnotations()).containsEntry("podfailure.dev/reclassify", "true");
    }

    /** A policy is in force a moment after it was applied. Each try writes another value: the same would be no change. */
    private static void awaitRefusal(KubernetesClient client, String patch) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThatThrownBy(() -> patchStatus(client, patch.formatted(UUID.randomUUID())))
                        .hasMessageContaining("ValidatingAdmissionPolicy"));
    }

    private static Pod pod() {
        return resource(plane.admin()).require();
    }

    private static void patchStatus(KubernetesClient client, String patch) {
        resource(client).subresource("status").patch(MERGE, patch);
    }

    private static PodResource resource(KubernetesClient client) {
        return client.pods().inNamespace("default").withName(POD);
    }
}
