package dev.podfailure.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.Fault;
import dev.podfailure.rig.FaultyApiServer;
import dev.podfailure.rig.FreePorts;
import dev.podfailure.rig.RequestMatch;
import dev.podfailure.rig.RequiresControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged program when it is told to stop, at the worst moments, and when it is killed. */
@RequiresControlPlane(audit = true)
final class OperatorStopIT {
    private static final int MANY = 400;
    private static final String CLASSIFIED = "Classified a failed pod namespace=\"%s\"";

    private static final String RULES = """
            apiVersion: podfailure.dev/v1alpha1
            kind: FailureCategoryRuleSet
            metadata: {name: stop, namespace: podfailure-system}
            spec:
              rules:
              - {name: config, category: user, onExitCodes: {operator: In, values: [64]}}
            """;

    private static ControlPlane plane;
    private static Path kubeconfig;
    private static AuditLog audit;

    @BeforeAll
    static void install(ControlPlane controlPlane) {
        plane = controlPlane;
        RunningOperator.install(plane);
        plane.kubectlWithInput(RULES, "apply", "-f", "-").output();
        kubeconfig = plane.kubeconfigOf(RunningOperator.NAMESPACE, "podfailure");
        audit = new AuditLog(plane.auditLog());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 16})
    void finishesWhatIsInFlightAndLeavesTheRest(int concurrency) {
        String namespace = "stopped-" + concurrency;
        Kubelet kubelet = new Kubelet(plane, namespace);
        kubelet.failMany("pod-", MANY, 64);
        long logged;
        try (LaunchedOperator program =
                LaunchedOperator.operator(kubeconfig, "--concurrency=" + concurrency, "--stop-timeout=8s")) {
            program.awaitLines(CLASSIFIED.formatted(namespace), 5);

            assertThat(program.stop()).isZero();

            program.assertReadable();
            assertThat(program.lines().getLast()).contains("Stopped");
            logged = program.count(CLASSIFIED.formatted(namespace));
        }
        Map<String, Long> commits = audit.acceptedCommitsIn(namespace);
        Map<String, PodAnnotations> records = kubelet.records();
        assertThat(commits).hasSizeLessThan(MANY);
        assertThat(commits.values()).allMatch(count -> count == 1);
        assertThat(records.keySet()).isEqualTo(commits.keySet());
        assertThat(records.values()).allMatch(record -> record.category().equals("user"));
        assertThat(logged).isEqualTo(commits.size());
    }

    @Test
    void goesOnAfterAKillAndCommitsNoPodTwice() {
        Kubelet kubelet = new Kubelet(plane, "killed");
        kubelet.failMany("pod-", MANY, 64);
        for (int kills = 1; kills <= 2; kills++) {
            try (LaunchedOperator program = LaunchedOperator.operator(kubeconfig, "--concurrency=4")) {
                program.awaitLines(CLASSIFIED.formatted("killed"), 20);
                program.kill();
            }
        }
        int before = kubelet.records().size();

        try (LaunchedOperator program = LaunchedOperator.operator(kubeconfig)) {
            await().atMost(LaunchedOperator.PATIENCE)
                    .untilAsserted(() -> assertThat(kubelet.records()).hasSize(MANY));
            assertThat(program.stop()).isZero();
            assertThat(program.count(CLASSIFIED.formatted("killed"))).isEqualTo(MANY - before);
        }
        assertThat(before).isBetween(40, MANY - 1);
        assertThat(audit.acceptedCommitsIn("killed"))
                .hasSize(MANY)
                .allSatisfy((pod, count) -> assertThat(count).isEqualTo(1));
    }

    @Test
    void stopsBeforeItIsReady(@TempDir Path folder) throws IOException {
        Path elsewhere = folder.resolve("kubeconfig");
        Files.writeString(
                elsewhere,
                Files.readString(kubeconfig).replace(plane.server(), "https://127.0.0.1:" + FreePorts.next()));
        try (LaunchedOperator program = LaunchedOperator.operator(elsewhere)) {
            program.awaitLine("Waiting for a cluster that can be used");

            assertThat(program.stop()).isZero();

            program.assertReadable();
            assertThat(program.count("ERROR")).isZero();
        }
    }

    @Test
    void stopsWhileRuleSetsCannotBeListed() {
        try (FaultyApiServer faulty = FaultyApiServer.inFrontOf(plane)) {
            faulty.always(new RequestMatch("lists of rule sets", OperatorStopIT::isListOfRuleSets), new Fault.Hang());
            Path slow = faulty.kubeconfigOf(RunningOperator.NAMESPACE, "podfailure");
            try (LaunchedOperator program = LaunchedOperator.operator(slow, "--stop-timeout=2s")) {
                await().atMost(LaunchedOperator.PATIENCE)
                        .until(() -> faulty.seen().stream().anyMatch(seen -> isListOfRuleSets(seen.head())));

                assertThat(program.stop()).as(program.output()).isZero();

                program.assertReadable();
                assertThat(program.count(" Ready ")).isZero();
            }
        }
    }

    @Test
    void stopsInTimeWhileCommitsHang() {
        Kubelet kubelet = new Kubelet(plane, "hanging");
        try (FaultyApiServer faulty = FaultyApiServer.inFrontOf(plane)) {
            faulty.always(RequestMatch.podStatusPatch(), new Fault.Hang());
            kubelet.failMany("pod-", 20, 64);
            Path slow = faulty.kubeconfigOf(RunningOperator.NAMESPACE, "podfailure");
            try (LaunchedOperator program = LaunchedOperator.operator(slow, "--stop-timeout=2s")) {
                await().atMost(LaunchedOperator.PATIENCE).until(() -> faulty.count(RequestMatch.podStatusPatch()) > 4);

                assertThat(program.stop()).as(program.output()).isZero();

                program.assertReadable();
                assertThat(program.count(CLASSIFIED.formatted("hanging"))).isZero();
            }
        }
        assertThat(kubelet.records()).isEmpty();
    }

    @Test
    void stopsWhileTheApiServerIsGone() {
        try (LaunchedOperator program = LaunchedOperator.operator(kubeconfig, "--leader-election")) {
            program.awaitLine("Leading").awaitReady();
            plane.stopApiServer();

            assertThat(program.stop()).as(program.output()).isZero();

            program.assertReadable();
        } finally {
            plane.startApiServer();
        }
    }

    private static boolean isListOfRuleSets(dev.podfailure.rig.RequestHead head) {
        return head.path().endsWith("/failurecategoryrulesets") && !head.isWatch();
    }
}
