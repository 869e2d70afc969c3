package dev.podfailure.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.Fault;
import dev.podfailure.rig.FaultyApiServer;
import dev.podfailure.rig.RequestMatch;
import dev.podfailure.rig.RequiresControlPlane;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two replicas of the packaged program, and a leader that goes in every way there is while pods fail. */
@RequiresControlPlane(audit = true)
class HighAvailabilityIT {
    private static final int PODS = 200;
    private static final int CONCURRENCY = 4;
    private static final String LOST = "The lease was lost";
    private static final String CLASSIFIED = "Classified a failed pod namespace=\"%s\"";

    /** Of {@code Leadership}, and what the issue of a lease that ran out may take on top. */
    private static final Duration LEASE_DURATION = Duration.ofSeconds(15);

    private static final Duration TAKEOVER = Duration.ofSeconds(2);

    private static ControlPlane plane;
    private static Path kubeconfig;
    private static AuditLog audit;

    @BeforeAll
    static void install(ControlPlane controlPlane) {
        plane = controlPlane;
        RunningOperator.install(plane);
        new StoredRuleSets(plane)
                .put(
                        RunningOperator.NAMESPACE,
                        "ha",
                        "rules: [{name: config, category: user, onExitCodes: {operator: In, values: [64]}}]");
        kubeconfig = plane.kubeconfigOf(RunningOperator.NAMESPACE, "podfailure");
        audit = new AuditLog(plane.auditLog());
    }

    @Test
    void theOtherReplicaGoesOnWhenTheLeaderIsKilled() {
        Kubelet kubelet = new Kubelet(plane, "killed");
        String killed;
        try (LaunchedOperator first = leader("killed");
                LaunchedOperator second = standby("killed")) {
            CompletableFuture<Void> failing = CompletableFuture.runAsync(() -> kubelet.failMany("pod-", PODS, 64));
            first.awaitLines(CLASSIFIED.formatted("killed"), 20);

            first.kill();

            LeaseSpec left = lease("killed");
            killed = left.getHolderIdentity();
            failing.join();
            awaitAll(kubelet);
            LeaseSpec taken = lease("killed");
            assertThat(taken.getHolderIdentity()).isNotEqualTo(left.getHolderIdentity());
            assertThat(Duration.between(left.getRenewTime(), taken.getAcquireTime()))
                    .isBetween(LEASE_DURATION, LEASE_DURATION.plus(TAKEOVER));
            assertThat(second.stop()).isZero();
            second.assertReadable();
        }
        Map<Boolean, List<String>> written = audit.commits("killed").stream()
                .collect(Collectors.partitioningBy(
                        AuditLog.Commit::isAccepted, Collectors.mapping(AuditLog.Commit::pod, Collectors.toList())));
        assertThat(written.get(true)).doesNotHaveDuplicates();
        // Written, too, but with nobody there any more for the answer.
        Set<String> unanswered = new HashSet<>(written.get(false));
        unanswered.removeAll(written.get(true));
        assertThat(unanswered)
                .hasSizeLessThanOrEqualTo(CONCURRENCY)
                .allSatisfy(pod -> assertThat(committedBy(pod)).isEqualTo(killed));
        assertThat(written.get(true)).hasSize(PODS - unanswered.size());
    }

    @Test
    void theOtherReplicaGoesOnAtOnceWhenTheLeaderStopsInOrder() {
        Kubelet kubelet = new Kubelet(plane, "stopped");
        try (LaunchedOperator first = leader("stopped");
                LaunchedOperator second = standby("stopped")) {
            CompletableFuture<Void> failing = CompletableFuture.runAsync(() -> kubelet.failMany("pod-", PODS, 64));
            first.awaitLines(CLASSIFIED.formatted("stopped"), 20);
            LeaseSpec before = lease("stopped");

            assertThat(first.stop()).isZero();

            failing.join();
            awaitAll(kubelet);
            // It did not wait until the lease ran out.
            assertThat(Duration.between(before.getRenewTime(), lease("stopped").getAcquireTime()))
                    .isLessThan(LEASE_DURATION);
            assertThat(second.stop()).isZero();
            assertThat(first.count(CLASSIFIED.formatted("stopped")) + second.count(CLASSIFIED.formatted("stopped")))
                    .isEqualTo(PODS);
        }
        assertThat(audit.acceptedCommitsIn("stopped"))
                .hasSize(PODS)
                .allSatisfy((pod, count) -> assertThat(count).isEqualTo(1));
    }

    @Test
    void aLeaderThatSleptThroughTheEndOfItsLeaseDoesNoHarm() {
        Kubelet kubelet = new Kubelet(plane, "paused");
        try (LaunchedOperator first = leader("paused");
                LaunchedOperator second = standby("paused")) {
            CompletableFuture<Void> failing = CompletableFuture.runAsync(() -> kubelet.failMany("pod-", PODS, 64));
            first.awaitLines(CLASSIFIED.formatted("paused"), 20);

            first.signal("STOP");
            second.awaitLine(LaunchedOperator.LEADING);
            first.signal("CONT");

            failing.join();
            awaitAll(kubelet);
            // It is the standby now, and takes over in its turn.
            first.awaitLine(LOST);
            assertThat(second.stop()).isZero();
            first.awaitLines(LaunchedOperator.LEADING, 2);
            assertThat(first.stop()).isZero();
            first.assertReadable();
        }
        assertThat(audit.acceptedCommitsIn("paused"))
                .hasSize(PODS)
                .allSatisfy((pod, count) -> assertThat(count).isEqualTo(1));
    }

    @Test
    void aLeaderWhoseRenewalIsNeverAnsweredAsksAgainInTime() {
        plane.createNamespace("unanswered");
        try (FaultyApiServer faulty = FaultyApiServer.inFrontOf(plane);
                LaunchedOperator replica =
                        start(faulty.kubeconfigOf(RunningOperator.NAMESPACE, "podfailure"), "unanswered")) {
            replica.awaitLine(LaunchedOperator.LEADING);
            for (Fault fault : List.of(new Fault.Hang(), new Fault.HangAfter())) {
                // A machine that stands still for some seconds costs the lease, too, but not three times in a row.
                assertThat(IntStream.range(0, 3)).anyMatch(attempt -> staysLeader(replica, faulty, fault));
            }
        }
    }

    private static boolean staysLeader(LaunchedOperator replica, FaultyApiServer faulty, Fault fault) {
        RequestMatch renewal = RequestMatch.of("PUT", "/leases/unanswered");
        long lost = replica.count(LOST);
        long before = faulty.count(renewal);

        faulty.next(renewal, fault);

        await().until(() -> faulty.count(renewal) >= before + 4);
        return replica.count(LOST) == lost;
    }

    private static LaunchedOperator leader(String lease) {
        LaunchedOperator replica = start(lease);
        replica.awaitLine(LaunchedOperator.LEADING);
        return replica.awaitReady();
    }

    /** Every replica is ready; one of them leads. */
    private static LaunchedOperator standby(String lease) {
        LaunchedOperator replica = start(lease).awaitReady();
        assertThat(replica.count(LaunchedOperator.LEADING)).isZero();
        return replica;
    }

    private static LaunchedOperator start(String lease) {
        return start(kubeconfig, lease);
    }

    private static LaunchedOperator start(Path cluster, String lease) {
        return LaunchedOperator.operator(
                cluster,
                "--leader-election",
                "--lease-name=" + lease,
                "--watch-namespaces=" + lease,
                "--concurrency=" + CONCURRENCY);
    }

    private static LeaseSpec lease(String name) {
        return plane.admin()
                .leases()
                .inNamespace(RunningOperator.NAMESPACE)
                .withName(name)
                .require()
                .getSpec();
    }

    private static String committedBy(String pod) {
        return PodAnnotations.read(
                        plane.admin().pods().inNamespace("killed").withName(pod).require())
                .orElseThrow()
                .committedBy();
    }

    private static void awaitAll(Kubelet kubelet) {
        await().atMost(LaunchedOperator.PATIENCE)
                .untilAsserted(() -> assertThat(kubelet.records()).hasSize(PODS));
    }
}
