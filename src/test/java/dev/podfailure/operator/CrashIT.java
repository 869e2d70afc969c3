package dev.podfailure.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.events.v1alpha1.WatchRequest;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.Fault;
import dev.podfailure.rig.FaultyApiServer;
import dev.podfailure.rig.FreePorts;
import dev.podfailure.rig.RequestMatch;
import dev.podfailure.rig.RequiresControlPlane;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The one moment in which a crash loses something: after the API server has accepted a record, before it is counted. */
@RequiresControlPlane(audit = true)
class CrashIT {
    private static final String NAMESPACE = "crash";
    private static final String COUNTED = "podfailure_failures_total";

    @Test
    void betweenPatchAndCounterLosesThatIncrementAndNothingElse(ControlPlane plane) {
        RunningOperator.install(plane);
        new StoredRuleSets(plane)
                .put(
                        RunningOperator.NAMESPACE,
                        "crash",
                        "rules: [{name: config, category: user, onExitCodes: {operator: In, values: [64]}}]");
        Kubelet kubelet = new Kubelet(plane, NAMESPACE);
        try (FaultyApiServer faulty = FaultyApiServer.inFrontOf(plane)) {
            try (OperatorReplica killed = start(faulty)) {
                kubelet.fail("counted", 64);
                await().atMost(LaunchedOperator.PATIENCE).until(() -> killed.metric(COUNTED, "") == 1);

                leaveInTheDark(faulty, "uncounted");
                kubelet.fail("uncounted", 64);
                await().atMost(LaunchedOperator.PATIENCE)
                        .until(() -> kubelet.record("uncounted").isPresent());

                assertThat(killed.metric(COUNTED, "")).isEqualTo(1);
                killed.program().kill();
            }
            faulty.heal();
            try (OperatorReplica next = start(faulty);
                    WatchedEvents events = WatchedEvents.of(
                            next.grpcPort(),
                            WatchRequest.newBuilder().setSnapshot(true).build())) {
                kubelet.fail("later", 64);
                await().atMost(LaunchedOperator.PATIENCE)
                        .untilAsserted(() -> assertThat(events.events())
                                .extracting(event -> event.getPod().getName())
                                .containsExactlyInAnyOrder("counted", "uncounted", "later"));

                // Of three records one process counted the first, and the next one the last.
                assertThat(next.metric("podfailure_pods", "category=\"user\"")).isEqualTo(3);
                assertThat(next.metric(COUNTED, "")).isEqualTo(1);
            }
        }
        assertThat(new AuditLog(plane.auditLog()).acceptedCommitsIn(NAMESPACE))
                .isEqualTo(Map.of("counted", 1L, "uncounted", 1L, "later", 1L));
    }

    private static OperatorReplica start(FaultyApiServer faulty) {
        return OperatorReplica.start(faulty.kubeconfigOf(RunningOperator.NAMESPACE, "podfailure"), FreePorts.next());
    }

    /** The commit of this pod is carried out, and nothing tells the operator: no answer, no watch, no reading. */
    private static void leaveInTheDark(FaultyApiServer faulty, String pod) {
        RequestMatch commit = new RequestMatch("the commit of " + pod, head -> {
            boolean found =
                    RequestMatch.podStatusPatch().matches(head) && head.path().contains("/pods/" + pod + "/");
            if (found) {
                faulty.cutWatches();
            }
            return found;
        });
        faulty.always(commit, new Fault.HangAfter());
        faulty.always(RequestMatch.watchOf("pods"), new Fault.Hang());
        faulty.always(RequestMatch.of("GET", "/pods/" + pod), new Fault.Hang());
    }
}
