package dev.podfailure.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

@RequiresControlPlane(controllers = true)
class ControllersIT {
    private static final String JOB = """
            {apiVersion: batch/v1, kind: Job, metadata: {name: once, namespace: default}, spec: {template: {spec: {
            restartPolicy: Never, containers: [{name: main, image: registry.example.com/none}]}}}}""";

    @Test
    void aJobGetsItsPod(ControlPlane plane) {
        plane.kubectlWithInput(JOB, "apply", "-f", "-").output();

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(plane.admin()
                                .pods()
                                .inNamespace("default")
                                .withLabel("batch.kubernetes.io/job-name", "once")
                                .list()
                                .getItems())
                        .hasSize(1));
    }

    @Test
    void aNamespaceIsRemovedWithWhatIsInIt(ControlPlane plane) {
        plane.createNamespace("short-lived");
        plane.kubectl("create", "configmap", "inside", "--namespace=short-lived")
                .output();

        plane.kubectl("delete", "namespace", "short-lived", "--wait=true", "--timeout=30s")
                .output();

        assertThat(plane.admin().namespaces().withName("short-lived").get()).isNull();
    }

    @Test
    void aReplayedPodIsLeftAlone(ControlPlane plane) {
        plane.createNamespace("with-controllers");
        await().untilAsserted(() -> assertThat(plane.admin()
                        .serviceAccounts()
                        .inNamespace("with-controllers")
                        .withName("default")
                        .get())
                .isNotNull());

        try (Replayer replayer = new Replayer(plane.admin())) {
            Replayed replayed = replayer.play(PodRecord.load("exit-1"), "with-controllers", Pace.asFastAsPossible());

            assertThat(plane.admin()
                            .pods()
                            .inNamespace("with-controllers")
                            .withName(replayed.name())
                            .get()
                            .getStatus()
                            .getPhase())
                    .isEqualTo("Failed");
        }
    }
}
