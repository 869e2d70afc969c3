package dev.podfailure.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.metrics.FailureMetrics;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.RequiresControlPlane;
import dev.podfailure.rules.ActiveRules;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two replicas on one API server: who sees, who writes, who takes over. */
@RequiresControlPlane
class LeaderElectionIT {
    private static final String RULES = """
            rules:
            - {name: config, category: user, onExitCodes: {operator: In, values: [64]}}
            """;

    private static ControlPlane plane;

    @BeforeAll
    static void start(ControlPlane controlPlane) {
        plane = controlPlane;
        plane.createNamespace("pods");
        plane.createNamespace("lease");
    }

    @Test
    void aStandbyStreamsWhatItSeesAndWritesOnlyOnceItLeads() {
        try (Replica first = new Replica("first")) {
            first.operator.start();
            await().until(() -> first.leading);
            try (Replica second = new Replica("second")) {
                second.operator.start();
                Pod early = fail("early");

                assertThat(awaitRecord(early).committedBy()).isEqualTo("first");
                await().untilAsserted(() -> assertThat(second.stream.seen)
                        .anySatisfy(
                                seen -> assertThat(PodAnnotations.read(seen)).isPresent()));
                assertThat(second.leading).isFalse();

                first.stop();
                await().atMost(Duration.ofSeconds(30)).until(() -> second.leading);
                assertThat(awaitRecord(fail("late")).committedBy()).isEqualTo("second");
                assertThat(record(early).committedBy()).isEqualTo("first");
            }
        }
    }

    private static Pod fail(String name) {
        KubernetesClient admin = plane.admin();
        Pod pod = admin.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("pods")
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName("node-1")
                        .addNewContainer()
                        .withName("main")
                        .withImage("registry.example.com/app:1")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
        return admin.resource(pod)
                .editStatus(current -> new PodBuilder(current)
                        .editStatus()
                        .withPhase("Failed")
                        .withContainerStatuses(TestPods.terminated("main", 64, Instant.now()))
                        .endStatus()
                        .build());
    }

    private static PodAnnotations awaitRecord(Pod pod) {
        await().until(() ->
                PodAnnotations.read(plane.admin().resource(pod).get()).isPresent());
        return record(pod);
    }

    private static PodAnnotations record(Pod pod) {
        return PodAnnotations.read(plane.admin().resource(pod).get()).orElseThrow();
    }

    private static final class Replica implements AutoCloseable {
        private final KubernetesClient client = ControlPlane.client(plane.kubeconfig(), TrimmedReading.serialization());
        private final RecordedStream stream = new RecordedStream();
        private final FailedPodController controller;
        private final Operator operator;
        private volatile boolean leading;
        private boolean closed;

        Replica(String identity) {
            ActiveRules rules = new ActiveRules(Clock.systemUTC());
            rules.start(List.of(RuleSets.of(RULES)));
            controller = new FailedPodController(
                    new FailedPodSettings(
                            Set.of(),
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(1),
                            identity,
                            true,
                            Set.of(),
                            Duration.ofSeconds(5)),
                    client,
                    rules,
                    new KnownNamespaces(),
                    new FailureMetrics(new SimpleMeterRegistry(), 100, Map.of()),
                    new RecordedBudget(),
                    stream,
                    event -> {},
                    () -> leading,
                    Clock.systemUTC());
            operator = new Operator(overrider -> overrider
                    .withKubernetesClient(client)
                    .withCloseClientOnStop(false)
                    .withLeaderElectionConfiguration(
                            LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration("podfailure")
                                    .withLeaseNamespace("lease")
                                    .withIdentity(identity)
                                    .withLeaseDuration(Duration.ofSeconds(6))
                                    .withRenewDeadline(Duration.ofSeconds(4))
                                    .withRetryPeriod(Duration.ofSeconds(1))
                                    .withLeaderCallbacks(new LeaderCallbacks(
                                            () -> leading = true, () -> leading = false, leader -> {}))
                                    .build()));
            controller.register(operator);
        }

        @Override
        public void close() {
            stop();
        }

        void stop() {
            if (!closed) {
                closed = true;
                operator.stop();
                controller.close();
                client.close();
            }
        }
    }
}
