package dev.podfailure.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.Fault;
import dev.podfailure.rig.FaultyApiServer;
import dev.podfailure.rig.RequestMatch;
import dev.podfailure.rig.RequiresControlPlane;
import io.fabric8.kubernetes.client.Config;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An API server that nobody reaches for a while, or that does not answer. */
@RequiresControlPlane
class OutageIT {
    private static final int PODS = 30;
    private static final List<String> WATCHED = List.of("pods", "failurecategoryrulesets", "namespaces");

    /** Of an outage that lasts longer than the operator takes to call it one. */
    private static final Duration OUTAGE = Duration.ofSeconds(40);

    /** The informers, the retries of the pods that are waiting, the probe; a client that spins sends thousands. */
    private static final int PATIENT_REQUESTS_A_SECOND = 20;

    @Test
    void aWatchThatIsNeverAnsweredIsAskedForAgain(ControlPlane plane) {
        RunningOperator.install(plane);
        plane.createNamespace("unanswered");
        FailingPods pods = new FailingPods(plane.admin(), "unanswered");
        putRule(plane);
        try (FaultyApiServer faulty = FaultyApiServer.inFrontOf(plane)) {
            hangNextWatches(faulty);
            try (RunningOperator operator = RunningOperator.start(Config.fromKubeconfig(
                    faulty.kubeconfigOf(RunningOperator.NAMESPACE, "podfailure").toFile()))) {
                pods.fail("after-the-start", 3);
                await().until(() -> pods.record("after-the-start").isPresent());

                hangNextWatches(faulty);
                faulty.cutWatches();
                pods.fail("after-the-cut", 3);
                await().until(() -> pods.record("after-the-cut").isPresent());
                assertThat(operator.failures()).isEmpty();
            }
        }
    }

    @Test
    void isSurvivedWithPatienceAndSaidByReadiness(ControlPlane plane) {
        RunningOperator.install(plane);
        plane.createNamespace("outage");
        FailingPods pods = new FailingPods(plane.admin(), "outage");
        putRule(plane);
        try (FaultyApiServer faulty = FaultyApiServer.inFrontOf(plane);
                RunningOperator operator = RunningOperator.start(
                        Config.fromKubeconfig(faulty.kubeconfigOf(RunningOperator.NAMESPACE, "podfailure")
                                .toFile()))) {
            // Commits fail first, so that there are pods that wait for another try when the rest is gone, too.
            faulty.always(RequestMatch.podStatusPatch(), new Fault.ResetBefore());
            IntStream.range(0, PODS).forEach(i -> pods.fail("pod-" + i, 3));
            await().until(() -> faulty.count(RequestMatch.podStatusPatch()) >= PODS);
            faulty.always(new RequestMatch("everything", head -> true), new Fault.ResetBefore());
            faulty.cutWatches();
            pods.fail("unseen", 3);
            long before = faulty.seen().size();

            await().pollDelay(OUTAGE)
                    .atMost(OUTAGE.plusSeconds(20))
                    .untilAsserted(() -> assertThat(operator.page("/readyz")).contains("[-]apiserver"));

            assertThat(operator.page("/livez")).contains("livez check passed");
            assertThat(operator.failures()).isEmpty();
            assertThat(faulty.seen().size() - before)
                    .isLessThan(
                            PATIENT_REQUESTS_A_SECOND * OUTAGE.plusSeconds(20).toSeconds());
            assertThat(IntStream.range(0, PODS).mapToObj(i -> pods.record("pod-" + i)))
                    .allMatch(record -> record.isEmpty());

            faulty.heal();

            await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
                assertThat(IntStream.range(0, PODS).mapToObj(i -> pods.record("pod-" + i)))
                        .allMatch(record -> record.isPresent());
                assertThat(pods.record("unseen")).isPresent();
                assertThat(operator.page("/readyz")).contains("readyz check passed");
            });
            await().untilAsserted(() -> assertThat(operator.metric("podfailure_failures_total", "category=\"c\"")
                            + operator.metric("podfailure_backlog_total", "category=\"c\""))
                    .isEqualTo(PODS + 1));
        }
    }

    private static void hangNextWatches(FaultyApiServer faulty) {
        for (String watched : WATCHED) {
            faulty.next(RequestMatch.watchOf(watched), new Fault.Hang());
        }
    }

    private static void putRule(ControlPlane plane) {
        new StoredRuleSets(plane)
                .put(
                        RunningOperator.NAMESPACE,
                        "outage",
                        "rules: [{name: r, category: c, onExitCodes: {operator: In, values: [3]}}]");
    }
}
