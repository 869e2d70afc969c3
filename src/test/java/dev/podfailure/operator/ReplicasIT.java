package dev.podfailure.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.events.v1alpha1.WatchRequest;
import dev.podfailure.failure.EventId;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.FreePorts;
import dev.podfailure.rig.RequiresControlPlane;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What every replica does, and how a Deployment replaces its replicas: one more, then one less, none missing. */
@RequiresControlPlane(audit = true)
class ReplicasIT {
    private static final Duration LEASE_DURATION = Duration.ofSeconds(15);

    /** So many take longer than a log needs until its tokens are good for other replicas, 10 s. */
    private static final int SETTLED = 130;

    private static final Duration PAUSE = Duration.ofMillis(100);

    private static ControlPlane plane;
    private static Path kubeconfig;

    @BeforeAll
    static void install(ControlPlane controlPlane) {
        plane = controlPlane;
        RunningOperator.install(plane);
        new StoredRuleSets(plane)
                .put(
                        RunningOperator.NAMESPACE,
                        "replicas",
                        "rules: [{name: config, category: user, onExitCodes: {operator: In, values: [64]}}]");
        kubeconfig = plane.kubeconfigOf(RunningOperator.NAMESPACE, "podfailure");
    }

    @Test
    void eachCompilesRulesIsReadyAndServesAndOneLeads() {
        Kubelet kubelet = new Kubelet(plane, "serving");
        WatchRequest everything = WatchRequest.newBuilder().setSnapshot(true).build();
        try (OperatorReplica first = start("serving", FreePorts.next());
                OperatorReplica second = start("serving", FreePorts.next());
                WatchedEvents ofFirst = WatchedEvents.of(first.grpcPort(), everything);
                WatchedEvents ofSecond = WatchedEvents.of(second.grpcPort(), everything)) {
            String uid = kubelet.fail("pod", 64).getMetadata().getUid();

            await().atMost(LaunchedOperator.PATIENCE)
                    .untilAsserted(() -> assertThat(Stream.of(ofFirst, ofSecond))
                            .allSatisfy(watched -> assertThat(watched.events())
                                    .singleElement()
                                    .satisfies(event ->
                                            assertThat(event.getEventId()).isEqualTo(EventId.ofPod(uid)))));
            List<OperatorReplica> replicas = List.of(first, second);
            assertThat(replicas).filteredOn(OperatorReplica::leads).hasSize(1);
            assertThat(replicas).allSatisfy(replica -> {
                assertThat(replica.status("/readyz")).isEqualTo(200);
                assertThat(replica.metric("podfailure_ruleset_rules", "state=\"active\""))
                        .isEqualTo(1);
                assertThat(replica.metric("podfailure_failures_total", "category=\"user\""))
                        .isEqualTo(replica.leads() ? 1 : 0);
            });
        }
    }

    @Test
    void areReplacedWhilePodsFailWithoutAGap() {
        List<Integer> ports =
                Stream.generate(FreePorts::next).distinct().limit(4).toList();
        List<String> failed;
        try (OperatorReplica first = start("rolling", ports.get(0));
                OperatorReplica second = start("rolling", ports.get(1));
                LeaseHistory lease = LeaseHistory.of(plane, "rolling");
                FailureFlow flow = new FailureFlow(new Kubelet(plane, "rolling"), 64, PAUSE);
                ResumingClient client = new ResumingClient(ports, 0)) {
            awaitEvents(client, SETTLED);
            OperatorReplica leader = first.leads() ? first : second;
            OperatorReplica other = first.leads() ? second : first;

            try (OperatorReplica third = start("rolling", ports.get(2))) {
                assertThat(leader.program().stop()).isZero();
                awaitEvents(client, flow.count() + 1);
                try (OperatorReplica fourth = start("rolling", ports.get(3))) {
                    assertThat(other.program().stop()).isZero();
                    awaitEvents(client, flow.count() + 1);

                    failed = flow.stop();

                    awaitEvents(client, failed.size());
                    assertThat(Stream.of(third, fourth).filter(OperatorReplica::leads))
                            .hasSize(1);
                }
            }
            assertThat(client.events().keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            failed.stream().map(EventId::ofPod).toList());
            assertThat(client.gaps()).isEmpty();
            // Nobody waited until the lease ran out.
            assertThat(lease.vacancies())
                    .isNotEmpty()
                    .allSatisfy(vacancy -> assertThat(vacancy).isLessThan(LEASE_DURATION));
        }
        assertThat(new AuditLog(plane.auditLog()).acceptedCommitsIn("rolling"))
                .hasSize(failed.size())
                .allSatisfy((pod, count) -> assertThat(count).isEqualTo(1));
    }

    private static OperatorReplica start(String lease, int grpcPort) {
        return OperatorReplica.start(
                kubeconfig, grpcPort, "--leader-election", "--lease-name=" + lease, "--watch-namespaces=" + lease);
    }

    private static void awaitEvents(ResumingClient client, int count) {
        await().atMost(LaunchedOperator.PATIENCE)
                .untilAsserted(() -> assertThat(client.events()).hasSizeGreaterThanOrEqualTo(count));
    }
}
