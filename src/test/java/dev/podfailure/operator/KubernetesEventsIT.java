package dev.podfailure.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.RequiresControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Events that the operator writes, with the rights of {@code manifests/} and with those alone. */
@RequiresControlPlane(controllers = true)
class KubernetesEventsIT {
    private static final String NAMESPACE = "tenant";
    private static final String FINE = "rules: [{name: three, category: user, subcategory: config,"
            + " hint: Look at the arguments., onExitCodes: {operator: In, values: [3]}}]";
    private static final String PARTLY = "rules: [{name: a, category: user, onExitCodes: {operator: In, values: [4]}},"
            + " {name: b, category: user, outcome: Ignored, onExitCodes: {operator: In, values: [5]}}]";
    private static final String REJECTED =
            "priority: 500\nrules: [{name: a, category: user, onExitCodes: {operator: In, values: [4]}}]";

    private static ControlPlane plane;
    private static Config config;
    private static RunningOperator operator;
    private static FailingPods pods;

    @BeforeAll
    static void install(ControlPlane controlPlane) {
        plane = controlPlane;
        RunningOperator.install(plane);
        plane.createNamespace(NAMESPACE);
        config = Config.fromKubeconfig(
                plane.kubeconfigOf(RunningOperator.NAMESPACE, "podfailure").toFile());
        operator = RunningOperator.start(config, RunningOperator.settingsWithPodEvents());
        pods = new FailingPods(plane.admin(), NAMESPACE);
        new StoredRuleSets(plane).apply(RunningOperator.NAMESPACE, "platform", FINE);
    }

    @AfterAll
    static void stop() {
        operator.close();
    }

    @Test
    void aRuleSetHasAnEventForEachWayInWhichItStands() {
        StoredRuleSets ruleSets = new StoredRuleSets(plane);
        HasMetadata stored = ruleSets.apply(NAMESPACE, "own", FINE);
        awaitEvents(stored, 1);
        ruleSets.apply(NAMESPACE, "own", FINE.replace("three", "drei"));
        ruleSets.apply(NAMESPACE, "own", PARTLY);
        awaitEvents(stored, 2);
        ruleSets.apply(NAMESPACE, "own", REJECTED);

        awaitEvents(stored, 3);

        assertThat(events(stored))
                .extracting(event -> event.getType() + " " + event.getReason() + " " + event.getNote())
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo("Normal Accepted Generation 1: 1 of 1 rule is active"),
                        second -> assertThat(second)
                                .startsWith("Warning PartiallyInvalid Generation 3: spec.rules[1]")
                                .contains("(rule b)"),
                        third -> assertThat(third)
                                .startsWith("Warning Rejected Generation 4: ")
                                .contains("spec.priority"));
        assertThat(plane.kubectl("describe", "fcrs", "own", "--namespace=" + NAMESPACE)
                        .output())
                .containsPattern("Warning +Rejected +\\S+ +podfailure.dev/operator +Generation 4: ");
    }

    @Test
    void aRestartTellsNothingTwice() {
        HasMetadata stored = new StoredRuleSets(plane).apply(NAMESPACE, "kept", FINE);
        HasMetadata pod = pods.fail("kept", 3);
        awaitEvents(stored, 1);
        awaitEvents(pod, 1);

        try (RunningOperator again = RunningOperator.start(config, RunningOperator.settingsWithPodEvents())) {
            HasMetadata later = pods.fail("later", 3);
            awaitEvents(later, 1);

            assertThat(again.metric("podfailure_kubernetes_events_written_total", "object=\"ruleset\""))
                    .isZero();
        }
        assertThat(events(stored)).hasSize(1);
        assertThat(events(pod)).hasSize(1);
    }

    @Test
    void aFailedPodHasAnEventThatTellsWhy() {
        HasMetadata pod = pods.fail("three", 3);

        awaitEvents(pod, 1);

        Event event = events(pod).getFirst();
        assertThat(event.getType()).isEqualTo("Warning");
        assertThat(event.getNote())
                .isEqualTo("user/config (rule podfailure-system/platform/three): Look at the arguments.");
        assertThat(plane.kubectl("describe", "pod", "three", "--namespace=" + NAMESPACE)
                        .output())
                .containsPattern("Warning +FailureClassified +\\S+ +podfailure.dev/operator +user/config ");
        assertThat(operator.metric("podfailure_kubernetes_events_written_total", "object=\"pod\""))
                .isPositive();
    }

    @Test
    void aNewDecisionHasAnEventOfItsOwn() {
        HasMetadata pod = pods.fail("again", 3);
        awaitEvents(pod, 1);

        plane.admin()
                .pods()
                .inNamespace(NAMESPACE)
                .withName("again")
                .edit(stored -> new PodBuilder(stored)
                        .editMetadata()
                        .addToAnnotations("podfailure.dev/reclassify", "true")
                        .endMetadata()
                        .build());

        awaitEvents(pod, 2);
    }

    /** Otherwise a rule that asks for Warnings would match whatever was classified once. */
    @Test
    void rulesDoNotSeeTheOperatorsOwnEvents() {
        new StoredRuleSets(plane)
                .apply(NAMESPACE, "warned", "rules: [{name: warned, category: warned, onPodEvents: {type: Warning}}]");
        HasMetadata pod = pods.fail("quiet", 7);
        awaitEvents(pod, 1);

        plane.kubectl("annotate", "pod", "quiet", "--namespace=" + NAMESPACE, "podfailure.dev/reclassify=true")
                .output();

        awaitEvents(pod, 2);
        assertThat(pods.record("quiet").orElseThrow().category()).isEqualTo("uncategorized");
    }

    @Test
    void withoutTheOptionPodsHaveNone() {
        try (RunningOperator plain = RunningOperator.start(config, RunningOperator.settings())) {
            operator.close();
            HasMetadata pod = pods.fail("plain", 3);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> pods.record("plain").isPresent());
            HasMetadata stored = new StoredRuleSets(plane).apply(NAMESPACE, "plain", FINE);
            awaitEvents(stored, 1);

            assertThat(events(pod)).isEmpty();
            assertThat(plain.metric("podfailure_kubernetes_events_dropped_total", ""))
                    .isZero();
        } finally {
            operator = RunningOperator.start(config, RunningOperator.settingsWithPodEvents());
        }
    }

    @Test
    void withoutTheRightEverythingElseGoesOn() {
        takeTheRight();
        try (RunningOperator poor = RunningOperator.start(config, RunningOperator.settingsWithPodEvents())) {
            operator.close();
            new StoredRuleSets(plane).apply(NAMESPACE, "poor", FINE);
            pods.fail("poor", 3);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> pods.record("poor").isPresent());

            await().untilAsserted(() -> assertThat(
                            poor.metric("podfailure_kubernetes_events_dropped_total", "reason=\"forbidden\""))
                    .isEqualTo(2));
            assertThat(poor.failures()).isEmpty();
        } finally {
            plane.apply(Path.of("manifests"));
            awaitRight("yes");
            operator = RunningOperator.start(config, RunningOperator.settingsWithPodEvents());
        }
    }

    private static void takeTheRight() {
        plane.kubectl(
                        "patch",
                        "clusterrole",
                        "podfailure",
                        "--type=json",
                        "--patch=[{\"op\": \"remove\", \"path\": \"/rules/6\"}]")
                .output();
        awaitRight("no");
    }

    private static void awaitRight(String answer) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(plane.kubectl(
                                        "auth",
                                        "can-i",
                                        "create",
                                        "events.events.k8s.io",
                                        "--all-namespaces",
                                        "--as=" + RunningOperator.USER)
                                .stdout()
                                .strip())
                        .isEqualTo(answer));
    }

    private static void awaitEvents(HasMetadata object, int count) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(events(object)).hasSize(count));
    }

    /** Ours about this very object, oldest first. */
    private static List<Event> events(HasMetadata object) {
        return plane
                .admin()
                .events()
                .v1()
                .events()
                .inNamespace(object.getMetadata().getNamespace())
                .withField("regarding.uid", object.getMetadata().getUid())
                .list()
                .getItems()
                .stream()
                .sorted(Comparator.comparing(event -> event.getEventTime().getTime()))
                .toList();
    }
}
