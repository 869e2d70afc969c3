package dev.podfailure.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.failure.EventId;
import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.metrics.FailureMetrics;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.RequiresControlPlane;
import dev.podfailure.rules.ActiveRules;
import dev.podfailure.rules.CategoryPair;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.javaoperatorsdk.operator.Operator;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real reconciler in JOSDK's operator, with the permissions of manifests/, on a real API server. */
@RequiresControlPlane
class FailedPodReconcilerIT {
    private static final String NAMESPACE = "pods";
    private static final String RULES = """
            defaultCategory: unknown
            rules:
            - {name: config, category: user, subcategory: config, onExitCodes: {operator: In, values: [64]}}
            - {name: pull, category: registry, onPodEvents: {pattern: 'no such host', type: Warning}}
            - {name: rollout, category: none, outcome: Ignored, onExitCodes: {operator: In, values: [99]}}
            """;

    private static KubernetesClient admin;
    private static KubernetesClient own;
    private static Operator operator;
    private static FailedPodController controller;

    private static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();
    private static final FailureMetrics METRICS = new FailureMetrics(METERS, 100, Map.of());
    private static final RecordedStream STREAM = new RecordedStream();
    private static final KnownNamespaces NAMESPACES = new KnownNamespaces();
    private static final ActiveRules ACTIVE = new ActiveRules(Clock.systemUTC());

    @BeforeAll
    static void start(ControlPlane plane) {
        admin = plane.admin();
        plane.createNamespace(NAMESPACE);
        plane.apply(Path.of("manifests", "00-namespace.yaml"));
        plane.apply(Path.of("manifests", "10-service-account.yaml"));
        plane.apply(Path.of("manifests", "20-operator-role.yaml"));
        own = ControlPlane.client(
                plane.kubeconfigOf("podfailure-system", "podfailure"), TrimmedReading.serialization());
        ACTIVE.start(List.of(RuleSets.of(RULES)));
        METRICS.categories(ACTIVE.current().book().categories());
        controller = new FailedPodController(
                new FailedPodSettings(
                        Set.of(),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        "it-1",
                        true,
                        Set.of(),
                        Duration.ofSeconds(5)),
                own,
                ACTIVE,
                NAMESPACES,
                METRICS,
                new RecordedBudget(),
                STREAM,
                event -> {},
                () -> true,
                Clock.systemUTC());
        operator = new Operator(overrider -> overrider
                .withKubernetesClient(own)
                .withConcurrentReconciliationThreads(FailedPodController.RECONCILIATION_THREADS)
                .withCloseClientOnStop(false));
        controller.register(operator);
        operator.start();
    }

    @AfterAll
    static void stop() {
        operator.stop();
        controller.close();
        own.close();
    }

    @Test
    void aFailedPodIsAnnotatedAndCountedOnce() {
        double before = failures("user", "config", "matched");
        Pod pod = fail("exit-64", 64, UnaryOperator.identity());

        PodAnnotations record = awaitRecord(pod);

        assertThat(record.category()).isEqualTo("user");
        assertThat(record.subcategory()).isEqualTo("config");
        assertThat(record.rule()).isEqualTo("podfailure-system/platform/config");
        assertThat(record.evidence()).isEqualTo("onExitCodes container=main exitCode=64");
        assertThat(record.revision()).isZero();
        assertThat(record.committedBy()).isEqualTo("it-1");
        await().untilAsserted(() ->
                assertThat(failures("user", "config", "matched") - before).isEqualTo(1));
        staysSo(() -> assertThat(failures("user", "config", "matched") - before).isEqualTo(1));
        assertThat(controller.annotatedPods()).containsKey(new CategoryPair("user", "config"));
    }

    @Test
    void aPodThatNoRuleMatchesGetsTheDefault() {
        Pod pod = fail("exit-1", 1, UnaryOperator.identity());

        PodAnnotations record = awaitRecord(pod);

        assertThat(record.category()).isEqualTo("unknown");
        assertThat(record.rule()).isEmpty();
    }

    @Test
    void anEventThatComesLateStillDecides() {
        Pod pod = fail("late-event", 2, UnaryOperator.identity());
        admin.v1()
                .events()
                .inNamespace(NAMESPACE)
                .resource(new io.fabric8.kubernetes.api.model.EventBuilder()
                        .withNewMetadata()
                        .withName("late-event.1")
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .withNewInvolvedObject()
                        .withKind("Pod")
                        .withNamespace(NAMESPACE)
                        .withName(pod.getMetadata().getName())
                        .withUid(pod.getMetadata().getUid())
                        .endInvolvedObject()
                        .withType("Warning")
                        .withReason("Failed")
                        .withMessage("dial tcp: lookup registry: no such host")
                        .build())
                .create();

        assertThat(awaitRecord(pod).category()).isEqualTo("registry");
    }

    @Test
    void aTerminatingPodHeldByAFinalizerIsAnnotated() {
        Pod pod = create(
                "terminating",
                builder -> builder.editMetadata()
                        .addToFinalizers("podfailure.dev/test")
                        .endMetadata());
        setStatus(pod, 64, "DisruptionTarget");
        resource(pod).withGracePeriod(30).delete();

        PodAnnotations record = awaitRecord(pod);

        assertThat(record.category()).isEqualTo("user");
        release(pod);
    }

    @Test
    void aPodThatIsDeletedBeforeItFailsWasStoppedOnPurpose() {
        double before = counter("podfailure.skipped", "reason", "deleted_on_purpose");
        Pod pod = create(
                "stopped",
                builder -> builder.editMetadata()
                        .addToFinalizers("podfailure.dev/test")
                        .endMetadata());
        resource(pod).withGracePeriod(30).delete();
        setStatus(pod, 143, "");

        await().untilAsserted(() -> assertThat(counter("podfailure.skipped", "reason", "deleted_on_purpose") - before)
                .isEqualTo(1));
        staysSo(() -> assertThat(record(pod)).isEmpty());
        release(pod);
        await().untilAsserted(() -> assertThat(STREAM.goneNames()).contains("stopped"));
        assertThat(counter("podfailure.skipped", "reason", "deleted_on_purpose") - before)
                .isEqualTo(1);
        assertThat(STREAM.vanished).doesNotContainKey("stopped");
    }

    @Test
    void anIgnoredPodIsLeftAlone() {
        double before = counter("podfailure.skipped", "reason", "ignored");
        Pod pod = fail("ignored", 99, UnaryOperator.identity());

        await().untilAsserted(() -> assertThat(counter("podfailure.skipped", "reason", "ignored") - before)
                .isEqualTo(1));
        staysSo(() -> assertThat(record(pod)).isEmpty());
    }

    @Test
    void aForgedRecordIsOverwritten() {
        Pod pod = fail(
                "forged",
                64,
                builder -> builder.editMetadata()
                        .addToAnnotations("podfailure.dev/category", "fine")
                        .addToAnnotations("podfailure.dev/event-id", EventId.ofPod("another uid"))
                        .addToAnnotations("example.com/kept", "yes")
                        .endMetadata());

        assertThat(awaitRecord(pod).category()).isEqualTo("user");
        assertThat(resource(pod).get().getMetadata().getAnnotations()).containsEntry("example.com/kept", "yes");
    }

    @Test
    void aNewDecisionIsMadeWhenAskedFor() {
        Pod pod = fail("again", 64, UnaryOperator.identity());
        awaitRecord(pod);
        double before = METERS.counter("podfailure.reclassified").count();
        double counted = failures("user", "config", "matched");

        resource(pod)
                .edit(current -> new PodBuilder(current)
                        .editMetadata()
                        .addToAnnotations(PodAnnotations.RECLASSIFY, "true")
                        .endMetadata()
                        .build());

        await().untilAsserted(() -> assertThat(awaitRecord(pod).revision()).isEqualTo(1));
        assertThat(PodAnnotations.asksForReclassification(resource(pod).get())).isFalse();
        await().untilAsserted(() -> assertThat(
                        METERS.counter("podfailure.reclassified").count() - before)
                .isEqualTo(1));
        assertThat(failures("user", "config", "matched")).isEqualTo(counted);
    }

    @Test
    void aRecordThatSomebodyErasedIsMadeAgainAndNotCounted() {
        Pod pod = fail("erased", 64, UnaryOperator.identity());
        awaitRecord(pod);
        double before = METERS.counter("podfailure.reclassified").count();
        double counted = failures("user", "config", "matched");

        resource(pod)
                .edit(current -> new PodBuilder(current)
                        .editMetadata()
                        .withAnnotations(Map.of())
                        .endMetadata()
                        .build());

        await().untilAsserted(() -> assertThat(awaitRecord(pod).revision()).isEqualTo(1));
        await().untilAsserted(() -> assertThat(
                        METERS.counter("podfailure.reclassified").count() - before)
                .isEqualTo(1));
        assertThat(failures("user", "config", "matched")).isEqualTo(counted);
    }

    @Test
    void aPodThatIsGoneAtOnceIsStreamedAndCounted() {
        double before = failures("user", "config", "matched");
        for (int i = 0; i < 20; i++) {
            Pod pod = create("gone-" + i, UnaryOperator.identity());
            setStatus(pod, 64, "DisruptionTarget");
            resource(pod).withGracePeriod(0).delete();
        }

        await().untilAsserted(() ->
                assertThat(failures("user", "config", "matched") - before).isEqualTo(20));
        staysSo(() -> assertThat(failures("user", "config", "matched") - before).isEqualTo(20));
    }

    @Test
    void undecidedPodsAreAskedAgainWhenTheRulesChange() {
        ACTIVE.remove("podfailure-system", "platform");
        Pod pod;
        try {
            pod = fail("later", 64, UnaryOperator.identity());
            double before = METERS.counter("podfailure.unmatched").count();
            staysSo(() -> assertThat(record(pod)).isEmpty());
            assertThat(METERS.counter("podfailure.unmatched").count()).isGreaterThanOrEqualTo(before);
        } finally {
            ACTIVE.put(RuleSets.of(RULES));
        }

        assertThat(awaitRecord(pod).category()).isEqualTo("user");
    }

    private static Pod fail(String name, int exitCode, UnaryOperator<PodBuilder> change) {
        Pod pod = create(name, change);
        setStatus(pod, exitCode, "");
        return pod;
    }

    private static Pod create(String name, UnaryOperator<PodBuilder> change) {
        PodBuilder builder = new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withNodeName("node-1")
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("main")
                .withImage("registry.example.com/app:1")
                .endContainer()
                .endSpec();
        return admin.resource(change.apply(builder).build()).create();
    }

    private static void setStatus(Pod pod, int exitCode, String condition) {
        resource(pod).editStatus(current -> {
            PodBuilder builder = new PodBuilder(current)
                    .editStatus()
                    .withPhase("Failed")
                    .withContainerStatuses(TestPods.terminated("main", exitCode, java.time.Instant.now()))
                    .endStatus();
            if (!condition.isEmpty()) {
                builder = builder.editStatus()
                        .addNewCondition()
                        .withType(condition)
                        .withStatus("True")
                        .endCondition()
                        .endStatus();
            }
            return builder.build();
        });
    }

    private static void release(Pod pod) {
        resource(pod)
                .edit(current -> new PodBuilder(current)
                        .editMetadata()
                        .withFinalizers()
                        .endMetadata()
                        .build());
        try {
            resource(pod).withGracePeriod(0).delete();
        } catch (KubernetesClientException e) {
            assertThat(e.getCode()).isEqualTo(404);
        }
    }

    private static PodResource resource(Pod pod) {
        return admin.pods().inNamespace(NAMESPACE).withName(pod.getMetadata().getName());
    }

    private static Optional<PodAnnotations> record(Pod pod) {
        return Optional.ofNullable(resource(pod).get()).flatMap(PodAnnotations::read);
    }

    private static PodAnnotations awaitRecord(Pod pod) {
        return await().until(() -> record(pod), Optional::isPresent).orElseThrow();
    }

    private static void staysSo(org.awaitility.core.ThrowingRunnable assertion) {
        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(20)).untilAsserted(assertion);
    }

    private static double failures(String category, String subcategory, String outcome) {
        return METERS
                .find("podfailure.failures")
                .tags("category", category, "subcategory", subcategory, "outcome", outcome)
                .counters()
                .stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private static double counter(String name, String... tags) {
        return METERS.find(name).tags(tags).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
