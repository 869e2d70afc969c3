package dev.podfailure.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.client.ClientTls;
import dev.podfailure.events.v1alpha1.FailureEvent;
import dev.podfailure.failure.EventId;
import dev.podfailure.push.ReferenceReceiver;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.RequiresControlPlane;
import dev.podfailure.rig.TestAuthority;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators on a real cluster that push to receivers of flesh and blood: what these hold is what failed. */
@RequiresControlPlane
class EventSinkIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static ControlPlane plane;

    private final ReferenceReceiver first = ReferenceReceiver.start();
    private final ReferenceReceiver second = ReferenceReceiver.start();

    @BeforeAll
    static void install(ControlPlane controlPlane) {
        plane = controlPlane;
        RunningOperator.install(plane);
        new StoredRuleSets(plane)
                .put(
                        RunningOperator.NAMESPACE,
                        "push",
                        "rules: [{name: r, category: c, onExitCodes: {operator: In, values: [3]}}]");
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    @Test
    void oneThatIsDownAtFirstAndOneThatCannotBearAnEventGetTheRest() {
        Kubelet kubelet = new Kubelet(plane, "poisoned");
        Pod poison = kubelet.fail("poison", 3);
        second.answer(request -> {
            if (request.getEventsList().stream().anyMatch(event -> isOf(event, poison))) {
                throw Status.INVALID_ARGUMENT.asRuntimeException();
            }
            return Optional.empty();
        });
        first.down();
        try (RunningOperator operator = start(sinks("first=" + address(first), "second=" + address(second)), false)) {
            List<Pod> pods = kubelet.failMany("pod-", 50, 3);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(ids(second, "poisoned")).isEqualTo(ids(pods)));
            assertThat(operator.metric("podfailure_sink_events_dropped_total", "reason=\"invalid\",sink=\"second\""))
                    .isEqualTo(1);
            assertThat(operator.metric("podfailure_sink_events_waiting", "sink=\"second\""))
                    .isZero();
            assertThat(operator.metric("podfailure_sink_events_waiting", "sink=\"first\""))
                    .isGreaterThanOrEqualTo(51);

            first.up();

            List<Pod> all = new ArrayList<>(pods);
            all.add(poison);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(ids(first, "poisoned")).isEqualTo(ids(all)));
            assertThat(operator.metric("podfailure_sink_events_dropped_total", "sink=\"first\""))
                    .isZero();
        }
    }

    @Test
    void aRestartSendsAgainAndMissesNothing() {
        Kubelet kubelet = new Kubelet(plane, "restarted");
        EventSinkSettings sinks = sinks("first=" + address(first));
        List<Pod> pods = new ArrayList<>();
        try (RunningOperator operator = start(sinks, false)) {
            pods.addAll(kubelet.failMany("before-", 20, 3));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(ids(first, "restarted")).isEqualTo(ids(pods)));
            assertThat(operator.failures()).isEmpty();
        }
        pods.addAll(kubelet.failMany("meanwhile-", 20, 3));

        try (RunningOperator operator = start(sinks, false)) {
            pods.addAll(kubelet.failMany("after-", 20, 3));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(ids(first, "restarted")).isEqualTo(ids(pods)));
            assertThat(operator.failures()).isEmpty();
        }

        assertThat(first.repeated()).isGreaterThanOrEqualTo(20);
    }

    @Test
    void aChangeOfTheLeaderLosesNothing() {
        Kubelet kubelet = new Kubelet(plane, "handed-over");
        EventSinkSettings sinks = sinks("first=" + address(first));
        RunningOperator leader = start(sinks, true);
        await().atMost(PATIENCE).until(() -> leader.metric("podfailure_leader", "") == 1);
        try (RunningOperator standby = start(sinks, true)) {
            CompletableFuture<List<Pod>> failing =
                    CompletableFuture.supplyAsync(() -> kubelet.failMany("pod-", 200, 3));
            await().atMost(PATIENCE).until(() -> ids(first, "handed-over").size() > 20);
            assertThat(standby.metric("podfailure_sink_calls_total", "sink=\"first\""))
                    .as("a standby does not push")
                    .isZero();

            leader.close();

            Set<String> expected = ids(failing.join());
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(ids(first, "handed-over")).isEqualTo(expected));
            assertThat(standby.metric("podfailure_sink_events_sent_total", "sink=\"first\""))
                    .isPositive();
        } finally {
            leader.close();
        }
    }

    @Test
    void whatAKilledLeaderStillHadToSendIsSentByTheNext() {
        Kubelet kubelet = new Kubelet(plane, "bereft");
        first.down();
        try (LaunchedOperator leader = replica("bereft").awaitLine(LaunchedOperator.LEADING);
                LaunchedOperator standby = replica("bereft").awaitReady()) {
            List<Pod> pods = new ArrayList<>(kubelet.failMany("before-", 40, 3));
            leader.awaitLines("Classified a failed pod namespace=\"bereft\"", 40);

            leader.kill();
            pods.addAll(kubelet.failMany("after-", 10, 3));
            first.up();

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(ids(first, "bereft")).isEqualTo(ids(pods)));
            assertThat(standby.count(LaunchedOperator.LEADING)).isEqualTo(1);
        }
    }

    @Test
    void pushesToAReceiverThatAsksForACertificateAndAToken(@TempDir Path folder) throws IOException {
        TestAuthority authority = new TestAuthority("tests");
        Path trusted = authority.write(folder.resolve("ca.crt"));
        Path theirs = Files.createDirectory(folder.resolve("receiver"));
        Path own = Files.createDirectory(folder.resolve("operator"));
        authority.issue("CN=receiver").write(theirs);
        authority.issue("CN=podfailure").write(own);
        Path token = Files.writeString(folder.resolve("token"), "secret\n");
        Kubelet kubelet = new Kubelet(plane, "guarded");
        try (ReferenceReceiver guarded = ReferenceReceiver.startAskingForCertificates(theirs, trusted);
                LaunchedOperator operator = LaunchedOperator.operator(
                        plane.kubeconfigOf(RunningOperator.NAMESPACE, "podfailure"),
                        "--event-sink=guarded=grpcs://localhost:" + guarded.port(),
                        "--event-sink-ca-file=" + trusted,
                        "--event-sink-cert-file=" + own.resolve("tls.crt"),
                        "--event-sink-key-file=" + own.resolve("tls.key"),
                        "--event-sink-token-file=guarded=" + token)) {
            operator.awaitReady();
            List<Pod> pods = kubelet.failMany("pod-", 5, 3);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(ids(guarded, "guarded")).isEqualTo(ids(pods)));
            assertThat(guarded.authorizations()).containsOnly("Bearer secret");
        }
    }

    private LaunchedOperator replica(String lease) {
        return LaunchedOperator.operator(
                plane.kubeconfigOf(RunningOperator.NAMESPACE, "podfailure"),
                "--leader-election",
                "--lease-name=" + lease,
                "--event-sink=first=" + address(first));
    }

    private static RunningOperator start(EventSinkSettings sinks, boolean leaderElection) {
        Config config = Config.fromKubeconfig(
                plane.kubeconfigOf(RunningOperator.NAMESPACE, "podfailure").toFile());
        return RunningOperator.start(config, RunningOperator.pushing(sinks, leaderElection));
    }

    private static EventSinkSettings sinks(String... sinks) {
        return EventSinkSettings.of(List.of(sinks), ClientTls.DEFAULT, List.of(), Duration.ofSeconds(5));
    }

    private static String address(ReferenceReceiver receiver) {
        return "grpc://127.0.0.1:" + receiver.port();
    }

    private static boolean isOf(FailureEvent event, Pod pod) {
        return event.getPod().getUid().equals(pod.getMetadata().getUid());
    }

    private static Set<String> ids(List<Pod> pods) {
        return pods.stream()
                .map(pod -> EventId.ofPod(pod.getMetadata().getUid()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Set<String> ids(ReferenceReceiver receiver, String namespace) {
        return receiver.events().stream()
                .filter(event -> event.getPod().getNamespace().equals(namespace))
                .map(FailureEvent::getEventId)
                .collect(Collectors.toUnmodifiableSet());
    }
}
