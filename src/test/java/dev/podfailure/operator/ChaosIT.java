package dev.podfailure.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.failure.EventId;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.Fault;
import dev.podfailure.rig.FaultyApiServer;
import dev.podfailure.rig.RequestMatch;
import dev.podfailure.rig.RequiresControlPlane;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Everything at once: pods fail, some are deleted at once, while leaders are killed and paused, API server and etcd restart, one
 * request in ten goes wrong, and the rules change. At the end the API server's audit log and three clients of the stream must
 * agree on what became of every pod.
 *
 * <p>The order of what happens follows from a seed, which is printed; {@code -Dpodfailure.chaos.seed} repeats it as far as
 * processes on a real machine can be repeated. {@code -Dpodfailure.chaos.pods} is the number of pods, 2,000 if not given.
 */
@RequiresControlPlane(audit = true)
class ChaosIT {
    private static final String NAMESPACE = "chaos";
    private static final int PODS = Integer.getInteger("podfailure.chaos.pods", 2_000);
    private static final long SEED = Long.getLong("podfailure.chaos.seed", System.nanoTime());

    /** Pods fail before each step, for so long: each step comes while there is something to write. */
    private static final Duration PORTION = Duration.ofSeconds(10);

    private static final Duration RULES_CHANGE = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final double SHARE_OF_FAULTS = 0.1;

    private static final Fault.Answer TIMEOUT = Fault.status(504, "Timeout", "the request did not complete in time");
    private static final List<Fault> BEFORE = List.of(
            Fault.conflict(), Fault.tooManyRequests(1), Fault.internalError(), TIMEOUT, new Fault.ResetBefore());
    private static final List<Fault> AFTER = List.of(
            new Fault.ResetAfter(),
            new Fault.AnswerAfter(TIMEOUT),
            new Fault.AnswerAfter(Fault.status(500, "InternalError", "late")),
            new Fault.AnswerAfter(Fault.status(409, "Conflict", "late")));

    private enum Step {
        KILL,
        PAUSE,
        /** This and the next one may come while nobody leads: they wait for nothing. */
        RESTART_API_SERVER,
        RESTART_ETCD;

        boolean isOfTheLeader() {
            return this == KILL || this == PAUSE;
        }
    }

    private final List<Instant> interruptions = new ArrayList<>();

    @Test
    void everyFailedPodIsAccountedForExactlyOnce(ControlPlane plane) throws Exception {
        System.out.printf("chaos: -Dpodfailure.chaos.seed=%d -Dpodfailure.chaos.pods=%d%n", SEED, PODS);
        RunningOperator.install(plane);
        AuditLog audit = new AuditLog(plane.auditLog());
        try (FaultyApiServer faulty = FaultyApiServer.inFrontOf(plane);
                ChaosRules rules = new ChaosRules(new StoredRuleSets(plane));
                ChaosReplicas replicas =
                        new ChaosReplicas(plane, faulty.kubeconfigOf(RunningOperator.NAMESPACE, "podfailure"));
                ChaosPods pods = new ChaosPods(plane, NAMESPACE, SEED)) {
            List<ResumingClient> clients = IntStream.range(0, 3)
                    .mapToObj(i -> new ResumingClient(replicas.grpcPorts(), i))
                    .toList();
            try {
                rules.changeEvery(RULES_CHANGE);
                disturb(faulty);
                List<Step> story = story();
                for (int i = 0; i < story.size(); i++) {
                    Step step = story.get(i);
                    pods.begin(PODS * (i + 1) / story.size() - PODS * i / story.size(), PORTION);
                    if (step.isOfTheLeader()) {
                        replicas.awaitLeaderAtWork();
                    }
                    System.out.printf(
                            "chaos: %tT %s, %d pods failed%n",
                            LocalTime.now(ZoneOffset.UTC), step, pods.failed().size());
                    act(step, plane, replicas);
                }
                pods.await();
                faulty.heal();
                awaitEnd(pods, clients);
                assertThat(replicas.stop()).containsOnly(0);
            } finally {
                clients.forEach(ResumingClient::close);
            }
            ChaosLedger ledger = new ChaosLedger(
                    pods.failed(),
                    audit.commits(NAMESPACE),
                    pods.records(),
                    clients,
                    replicas.all(),
                    rules.applied(),
                    interruptions);
            System.out.printf(
                    "requests %d, of them with a fault %d; versions of the rules %d%n%s%n",
                    faulty.seen().size(),
                    faulty.seen().stream()
                            .filter(seen -> seen.fault().isPresent())
                            .count(),
                    rules.applied().size(),
                    ledger);
            assertThat(ledger.problems()).as("seed %d%n%s", SEED, ledger).isEmpty();
        }
    }

    /** Watches get what can befall them: an answer instead of a stream, or the end of their connection. */
    private static void disturb(FaultyApiServer faulty) {
        RequestMatch watches = RequestMatch.anyWatch();
        RequestMatch others = new RequestMatch("no watch", head -> !watches.matches(head));
        faulty.sometimes(SHARE_OF_FAULTS, SEED + 1, watches, BEFORE);
        faulty.sometimes(SHARE_OF_FAULTS / 2, SEED + 2, others, BEFORE);
        faulty.sometimes(SHARE_OF_FAULTS / 2, SEED + 3, others, AFTER);
    }

    private static List<Step> story() {
        List<Step> steps = new ArrayList<>(Collections.nCopies(5, Step.KILL));
        steps.addAll(List.of(Step.PAUSE, Step.RESTART_API_SERVER, Step.RESTART_API_SERVER, Step.RESTART_ETCD));
        Collections.shuffle(steps, new Random(SEED));
        return steps;
    }

    private void act(Step step, ControlPlane plane, ChaosReplicas replicas) {
        switch (step) {
            case KILL -> replicas.killLeader();
            case PAUSE -> replicas.pauseLeader();
            case RESTART_API_SERVER -> {
                plane.stopApiServer();
                interruptions.add(Instant.now());
                plane.startApiServer();
            }
            case RESTART_ETCD -> {
                plane.stopEtcd();
                interruptions.add(Instant.now());
                plane.startEtcd();
            }
        }
    }

    /** Every pod that exists and is no exception has its record, and every client heard of it. */
    private static void awaitEnd(ChaosPods pods, List<ResumingClient> clients) {
        Set<String> expected = pods.failed().values().stream()
                .filter(pod -> pod.exists() && !pod.kind().isSkipped())
                .map(ChaosPods.Failed::uid)
                .collect(Collectors.toSet());
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(pods.records().keySet()).containsAll(expected));
        Set<String> ids = expected.stream().map(EventId::ofPod).collect(Collectors.toSet());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(clients)
                        .allSatisfy(client -> assertThat(client.events()).containsKeys(ids.toArray(String[]::new))));
    }
}
