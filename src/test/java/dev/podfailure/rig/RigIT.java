package dev.podfailure.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresControlPlane(audit = true)
class RigIT {
    private static ControlPlane plane;

    @BeforeAll
    static void makeNamespace(ControlPlane controlPlane) {
        plane = controlPlane;
        plane.createNamespace("rig");
    }

    @Test
    void kubectlShowsWhatTheClientMade() {
        assertThat(plane.kubectl("get", "namespaces", "--output=name").output()).contains("namespace/rig");
    }

    @Test
    void kubectlTakesItsInput() {
        String manifest = "{apiVersion: v1, kind: ConfigMap, metadata: {name: piped, namespace: rig}}";

        assertThat(plane.kubectlWithInput(manifest, "apply", "-f", "-").output())
                .contains("configmap/piped created");
    }

    @Test
    void kubectlTellsWhyItFailed() {
        KubectlResult result = plane.kubectl("get", "pod", "nobody", "--namespace=rig");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stderr()).contains("pods \"nobody\" not found");
    }

    @Test
    void outputOfAFailedCommandIsAnExceptionWithItsWords() {
        assertThatThrownBy(() -> plane.kubectl("get", "pod", "nobody").output())
                .hasMessageContaining("kubectl get pod nobody: exit code 1")
                .hasMessageContaining("not found");
    }

    @Test
    void appliesAFile(@TempDir Path folder) throws IOException {
        Path manifest = Files.writeString(
                folder.resolve("config.yaml"),
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: applied, namespace: rig}, data: {a: b}}");

        plane.apply(manifest);

        assertThat(plane.admin()
                        .configMaps()
                        .inNamespace("rig")
                        .withName("applied")
                        .get()
                        .getData())
                .containsEntry("a", "b");
    }

    @Test
    void aServiceAccountMayDoNothingThatNobodyGranted() {
        plane.admin().resource(serviceAccount("powerless")).create();

        try (KubernetesClient client = ControlPlane.client(plane.kubeconfigOf("rig", "powerless"))) {
            assertThatThrownBy(() -> client.pods().inNamespace("rig").list())
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            refused -> assertThat(refused.getCode()).isEqualTo(403))
                    .hasMessageContaining("system:serviceaccount:rig:powerless");
        }
    }

    @Test
    void podsNeedNoServiceAccountWithoutControllers() {
        Pod created = plane.admin().resource(pod("plain", null)).create();

        assertThat(created.getStatus().getPhase()).isEqualTo("Pending");
    }

    @Test
    void theAuditLogNamesTheRequest() {
        plane.admin()
                .configMaps()
                .inNamespace("rig")
                .withName("asked-for-in-vain")
                .get();

        await().untilAsserted(
                        () -> assertThat(Files.readString(plane.auditLog())).contains("/configmaps/asked-for-in-vain"));
    }

    @Test
    void keepsItsDataOverARestartOfTheApiServer() {
        plane.admin().resource(pod("survivor", null)).create();

        plane.stopApiServer();
        assertThatThrownBy(() -> plane.admin()
                        .pods()
                        .inNamespace("rig")
                        .withName("survivor")
                        .get())
                .isInstanceOf(KubernetesClientException.class);
        plane.startApiServer();

        assertThat(plane.admin().pods().inNamespace("rig").withName("survivor").get())
                .isNotNull();
    }

    @Test
    void answersAgainAfterEtcdWasAway() {
        plane.stopEtcd();
        plane.startEtcd();

        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(plane.admin().pods().inNamespace("rig").list())
                                .isNotNull());
    }

    static Pod pod(String name, @Nullable String node) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("rig")
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .addNewContainer()
                .withName("main")
                .withImage("registry.example.com/none")
                .endContainer()
                .endSpec()
                .build();
    }

    private static ServiceAccount serviceAccount(String name) {
        return new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace("rig")
                .withName(name)
                .endMetadata()
                .build();
    }
}
