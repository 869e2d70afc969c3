package dev.podfailure.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.podfailure.events.v1alpha1.FailureEvent;
import dev.podfailure.events.v1alpha1.WatchRequest;
import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.Fault;
import dev.podfailure.rig.FaultyApiServer;
import dev.podfailure.rig.RequestMatch;
import dev.podfailure.rig.RequiresControlPlane;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.Config;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An API server that answers badly, late, twice or not at all: each failure is written once and counted once. */
@RequiresControlPlane(audit = true)
final class BadDayIT {
    private static final String NAMESPACE = "bad-day";
    private static final String COUNTER = "podfailure_failures_total";
    private static final Fault.Answer TIMEOUT = Fault.status(504, "Timeout", "the request did not complete in time");
    private static final RequestMatch POD_WATCH = RequestMatch.watchOf("pods");
    private static final RequestMatch RULE_SET_WATCH = RequestMatch.watchOf("failurecategoryrulesets");

    private static final String RULES = """
            apiVersion: podfailure.dev/v1alpha1
            kind: FailureCategoryRuleSet
            metadata: {name: bad-day, namespace: podfailure-system}
            spec:
              defaultCategory: ""
              rules:
              - {name: config, category: config, onExitCodes: {operator: In, values: [64]}}
              - {name: bug, category: bug, onExitCodes: {operator: In, values: [1]}}
            """;

    private static ControlPlane plane;
    private static FaultyApiServer faulty;
    private static Kubelet kubelet;
    private static RunningOperator operator;
    private static WatchedEvents watched;

    @BeforeAll
    static void start(ControlPlane controlPlane) {
        plane = controlPlane;
        RunningOperator.install(plane);
        plane.kubectlWithInput(RULES, "apply", "-f", "-").output();
        kubelet = new Kubelet(plane, NAMESPACE);
        faulty = FaultyApiServer.inFrontOf(plane);
        operator = RunningOperator.start(Config.fromKubeconfig(
                faulty.kubeconfigOf(RunningOperator.NAMESPACE, "podfailure").toFile()));
        watched = WatchedEvents.of(
                operator.grpcPort(), WatchRequest.newBuilder().setSnapshot(true).build());
    }

    @AfterAll
    static void stop() {
        watched.close();
        operator.close();
        faulty.close();
    }

    @AfterEach
    void heal() {
        faulty.heal();
        assertThat(operator.failures()).isEmpty();
        assertThat(watched.errors()).isEmpty();
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                arguments("conflict", 1, Fault.conflict()),
                arguments("four-conflicts", 4, Fault.conflict()),
                arguments("too-many-requests", 1, Fault.tooManyRequests(1)),
                arguments("error", 1, Fault.internalError()),
                arguments("errors", 5, Fault.internalError()),
                arguments("reset-before", 1, new Fault.ResetBefore()),
                arguments("reset-after", 1, new Fault.ResetAfter()),
                arguments("error-after", 1, new Fault.AnswerAfter(Fault.status(500, "InternalError", "late"))),
                arguments("timeout-after", 1, new Fault.AnswerAfter(TIMEOUT)),
                arguments("conflict-after", 1, new Fault.AnswerAfter(Fault.status(409, "Conflict", "late"))),
                arguments("no-answer", 1, new Fault.Hang()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void writesAndCountsOnceWhateverTheAnswer(String name, int times, Fault fault) {
        double before = counted("config");
        faulty.times(times, RequestMatch.podStatusPatch(), fault);

        Pod pod = kubelet.fail(name, 64);

        eventually().untilAsserted(() -> assertOnce(List.of(pod), "config", before));
        staysSo(() -> assertOnce(List.of(pod), "config", before));
        assertThat(faulty.seen().stream().filter(seen -> seen.fault().equals(Optional.of(fault))))
                .hasSizeGreaterThanOrEqualTo(times);
    }

    @Test
    void anAnswerThatIsLostForManyPodsCountsEachOnce() {
        double before = counted("config");
        faulty.times(30, RequestMatch.podStatusPatch(), new Fault.ResetAfter());

        List<Pod> pods = kubelet.failMany("lost-", 60, 64);

        eventually().untilAsserted(() -> assertOnce(pods, "config", before));
        staysSo(() -> assertOnce(pods, "config", before));
    }

    @Test
    void seesPodsThatFailWhileTheWatchIsCut() {
        double before = counted("config");
        List<Pod> pods = new ArrayList<>();

        for (int round = 0; round < 5; round++) {
            int first = round * 10;
            IntStream.range(first, first + 5).forEach(i -> pods.add(kubelet.fail("cut-" + i, 64)));
            faulty.cutWatches();
            IntStream.range(first + 5, first + 10).forEach(i -> pods.add(kubelet.fail("cut-" + i, 64)));
        }

        eventually().untilAsserted(() -> assertOnce(pods, "config", before));
        staysSo(() -> assertOnce(pods, "config", before));
    }

    @Test
    void losesNothingAndCountsNothingTwiceWhenItMustListAgain() {
        double before = counted("config");
        List<Pod> pods = new ArrayList<>(kubelet.failMany("early-", 10, 64));
        eventually().untilAsserted(() -> assertOnce(pods, "config", before));
        faulty.times(2, POD_WATCH, new Fault.ExpiredWatch());
        long lists = lists("/pods");

        faulty.cutWatches();
        pods.addAll(kubelet.failMany("late-", 10, 64));

        eventually().untilAsserted(() -> assertOnce(pods, "config", before));
        eventually().until(() -> lists("/pods") > lists);
        staysSo(() -> assertOnce(pods, "config", before));
    }

    @Test
    void usesARuleSetThatCameWhileItsWatchWasCut() {
        Pod pod = kubelet.fail("waits-for-a-rule", 71);
        cutWatchesOf(RULE_SET_WATCH);

        apply("after-the-cut", "os", 71);
        faulty.heal();

        eventually().untilAsserted(() -> assertRecord(pod, "os"));
    }

    @Test
    void usesARuleSetThatCameBeforeItHadToListAgain() {
        Pod pod = kubelet.fail("waits-for-a-list", 72);
        long lists = lists("/failurecategoryrulesets");
        faulty.times(2, RULE_SET_WATCH, new Fault.ExpiredWatch());

        faulty.cutWatches();
        apply("after-the-list", "os-file", 72);

        eventually().untilAsserted(() -> assertRecord(pod, "os-file"));
        eventually().until(() -> lists("/failurecategoryrulesets") > lists);
    }

    @Test
    void aRuleSetThatWentWhileItsWatchWasCutIsNotUsed() {
        apply("short-lived", "short", 73);
        Pod early = kubelet.fail("before-it-went", 73);
        eventually().untilAsserted(() -> assertRecord(early, "short"));
        cutWatchesOf(RULE_SET_WATCH);

        plane.kubectl("delete", "fcrs", "short-lived", "-n", RunningOperator.NAMESPACE)
                .output();
        faulty.heal();

        eventually().until(() -> operator.page("/metrics").lines().noneMatch(line -> line.contains("short-lived")));
        kubelet.fail("after-it-went", 73);
        staysSo(() -> assertThat(kubelet.record("after-it-went")).isEmpty());
    }

    @Test
    void givesANewPodNothingOfTheOldOneOfItsName() {
        faulty.next(RequestMatch.podStatusPatch(), new Fault.Hang());
        Pod old = kubelet.fail("twin", 64);
        eventually().until(() -> faulty.seen().stream().anyMatch(seen -> isCommitOf(seen, "twin")));

        Pod young = replace("twin");
        faulty.heal();

        eventually().untilAsserted(() -> assertVanished(old, "config"));
        staysSo(() -> assertThat(kubelet.records()).doesNotContainKey("twin"));
        kubelet.report(young, Kubelet.exited(1, "Error", ""));
        eventually().untilAsserted(() -> assertRecord(young, "bug"));
        assertThat(commits()).containsEntry("twin", 1L);
    }

    /** The commit of the old pod really reaches the API server: only the preconditions in it save the new one. */
    @Test
    void givesANewPodNothingOfAnOldOneWhoseEndItDidNotSee() {
        faulty.next(commitOf("blind"), new Fault.Hang());
        Pod old = kubelet.fail("blind", 64);
        eventually().until(() -> faulty.seen().stream().anyMatch(seen -> isCommitOf(seen, "blind")));
        cutWatchesOf(POD_WATCH);
        faulty.times(1, RequestMatch.of("GET", "/pods/blind"), Fault.internalError());

        Pod young = replace("blind");

        eventually()
                .until(() -> faulty.seen().stream()
                        .anyMatch(seen ->
                                isCommitOf(seen, "blind") && seen.fault().isEmpty()));
        staysSo(() -> assertThat(kubelet.records()).doesNotContainKey("blind"));
        faulty.heal();
        kubelet.report(young, Kubelet.exited(1, "Error", ""));
        eventually().untilAsserted(() -> assertRecord(young, "bug"));
        assertThat(commits()).containsEntry("blind", 1L);
        assertThat(eventsOf(old)).allMatch(event -> !event.getAnnotated());
    }

    @Test
    void goesOnByItselfAfterTheApiServerWasGone() {
        double before = counted("config");
        List<Pod> pods = new ArrayList<>(kubelet.failMany("before-the-end-", 60, 64));

        plane.stopApiServer();
        assertThat(operator.page("/livez")).contains("ok");
        plane.startApiServer();
        pods.addAll(kubelet.failMany("after-the-start-", 20, 64));

        eventually().untilAsserted(() -> assertOnce(pods, "config", before));
        eventually().untilAsserted(() -> assertThat(operator.page("/readyz")).contains("ok"));
        apply("after-the-start", "os-protocol", 76);
        Pod another = kubelet.fail("after-another-start", 76);
        eventually().untilAsserted(() -> assertRecord(another, "os-protocol"));
    }

    private static void assertRecord(Pod pod, String category) {
        assertThat(kubelet.record(pod.getMetadata().getName()).map(PodAnnotations::category))
                .contains(category);
    }

    private static void assertOnce(List<Pod> pods, String category, double countedBefore) {
        Map<String, Long> commits = commits();
        Map<String, PodAnnotations> records = kubelet.records();
        assertThat(pods).allSatisfy(pod -> {
            String name = pod.getMetadata().getName();
            assertThat(commits).containsEntry(name, 1L);
            assertThat(records).extractingByKey(name).returns(category, PodAnnotations::category);
            assertThat(eventsOf(pod)).hasSize(1);
        });
        assertThat(counted(category) - countedBefore).isEqualTo(pods.size());
    }

    private static void assertVanished(Pod pod, String category) {
        assertThat(eventsOf(pod)).singleElement().satisfies(event -> {
            assertThat(event.getAnnotated()).isFalse();
            assertThat(event.getClassification().getCategory()).isEqualTo(category);
        });
    }

    private static List<FailureEvent> eventsOf(Pod pod) {
        return watched.events().stream()
                .filter(event ->
                        event.getPod().getUid().equals(pod.getMetadata().getUid()))
                .toList();
    }

    private static double counted(String category) {
        return operator.metric(COUNTER, "category=\"" + category + "\"");
    }

    private static Map<String, Long> commits() {
        return new AuditLog(plane.auditLog()).acceptedCommitsIn(NAMESPACE);
    }

    private static long lists(String path) {
        return faulty.seen().stream()
                .filter(seen ->
                        seen.head().path().endsWith(path) && !seen.head().isWatch())
                .count();
    }

    private static RequestMatch commitOf(String pod) {
        return RequestMatch.of("PATCH", "/pods/" + pod + "/status");
    }

    private static boolean isCommitOf(FaultyApiServer.Seen seen, String pod) {
        return commitOf(pod).predicate().test(seen.head());
    }

    /** From now on these watches cannot begin, until the server heals. */
    private static void cutWatchesOf(RequestMatch watch) {
        faulty.always(watch, new Fault.ResetBefore());
        faulty.cutWatches();
    }

    private static Pod replace(String name) {
        kubelet.deleteAtOnce(name);
        Pod young = kubelet.create(name);
        return kubelet.report(young, new PodStatusBuilder().withPhase("Running").build());
    }

    private static void apply(String name, String category, int exitCode) {
        String ruleSet = """
                apiVersion: podfailure.dev/v1alpha1
                kind: FailureCategoryRuleSet
                metadata: {name: %s, namespace: podfailure-system}
                spec:
                  rules:
                  - {name: later, category: %s, onExitCodes: {operator: In, values: [%d]}}
                """.formatted(name, category, exitCode);
        plane.kubectlWithInput(ruleSet, "apply", "-f", "-").output();
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(200));
    }

    private static void staysSo(ThrowingRunnable assertion) {
        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(15)).untilAsserted(assertion);
    }
}
