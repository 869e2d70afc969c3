package dev.podfailure.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import com.google.protobuf.util.Durations;
import dev.podfailure.events.v1alpha1.FailureEvent;
import dev.podfailure.events.v1alpha1.FailureFilter;
import dev.podfailure.events.v1alpha1.GapReason;
import dev.podfailure.events.v1alpha1.LossPolicy;
import dev.podfailure.events.v1alpha1.WatchRequest;
import dev.podfailure.events.v1alpha1.WatchResponse;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.Fault;
import dev.podfailure.rig.FaultyApiServer;
import dev.podfailure.rig.RequestMatch;
import dev.podfailure.rig.RequiresControlPlane;
import io.fabric8.kubernetes.client.Config;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The stream of a whole operator: what clients hear of the pods of a real cluster. */
@RequiresControlPlane
class StreamIT {
    /** Bookmarks of one second each until a token knows the resource version: the log's time to settle, and some. */
    private static final int SETTLING_SECONDS = 12;

    private static final WatchRequest LIVE = WatchRequest.getDefaultInstance();

    private static ControlPlane plane;

    @BeforeAll
    static void install(ControlPlane controlPlane) {
        plane = controlPlane;
        RunningOperator.install(plane);
        new StoredRuleSets(plane)
                .put(
                        RunningOperator.NAMESPACE,
                        "stream",
                        "rules: [{name: r, category: c, onExitCodes: {operator: In, values: [3]}}]");
    }

    @Test
    void aWatchThatWasForgottenIsAGap() {
        FailingPods pods = namespace("gap");
        try (FaultyApiServer faulty = FaultyApiServer.inFrontOf(plane);
                RunningOperator operator = RunningOperator.start(
                        Config.fromKubeconfig(faulty.kubeconfigOf(RunningOperator.NAMESPACE, "podfailure")
                                .toFile()));
                WatchedEvents watching = WatchedEvents.of(operator.grpcPort(), LIVE);
                WatchedEvents strict = WatchedEvents.of(
                        operator.grpcPort(),
                        WatchRequest.newBuilder()
                                .setLossPolicy(LossPolicy.LOSS_POLICY_FAIL)
                                .build())) {
            await().until(() -> operator.metric("podfailure_watchers", "") == 2);
            assertThat(operator.metric("podfailure_watch_gaps_total", "")).isZero();

            faulty.next(RequestMatch.watchOf("pods"), new Fault.ExpiredWatch());
            faulty.cutWatches();

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () -> assertThat(gaps(watching)).containsExactly(GapReason.GAP_REASON_UPSTREAM_WATCH_GAP));
            await().untilAsserted(() -> assertThat(strict.errors())
                    .singleElement()
                    .satisfies(error ->
                            assertThat(Status.fromThrowable(error).getCode()).isEqualTo(Status.Code.OUT_OF_RANGE)));
            assertThat(operator.metric("podfailure_watch_gaps_total", "")).isEqualTo(1);
            pods.fail("after", 3);
            await().untilAsserted(() -> assertThat(names(watching)).contains("after"));
        }
    }

    @Test
    void aWatchThatWasCutAndGoesOnWhereItWasIsNone() {
        FailingPods pods = namespace("cut");
        try (FaultyApiServer faulty = FaultyApiServer.inFrontOf(plane);
                RunningOperator operator = RunningOperator.start(
                        Config.fromKubeconfig(faulty.kubeconfigOf(RunningOperator.NAMESPACE, "podfailure")
                                .toFile()));
                WatchedEvents watching = WatchedEvents.of(operator.grpcPort(), LIVE)) {
            await().until(() -> operator.metric("podfailure_watchers", "") == 1);

            faulty.cutWatches();
            pods.fail("after", 3);

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(names(watching)).contains("after"));
            assertThat(gaps(watching)).isEmpty();
            assertThat(operator.metric("podfailure_watch_gaps_total", "")).isZero();
        }
    }

    @Test
    void clientsChooseByLabelsAndGetTheFieldsThatTheyWant() {
        FailingPods pods = namespace("chosen");
        try (RunningOperator operator = RunningOperator.start(plane);
                WatchedEvents ofTeam = WatchedEvents.of(
                        operator.grpcPort(),
                        WatchRequest.newBuilder()
                                .addInclude(FailureFilter.newBuilder().setLabelSelector("team in (a, b)"))
                                .setReadMask(FieldMask.newBuilder()
                                        .addPaths("pod.name")
                                        .addPaths("classification.category"))
                                .build());
                WatchedEvents all = WatchedEvents.of(operator.grpcPort(), LIVE)) {
            await().until(() -> operator.metric("podfailure_watchers", "") == 2);

            pods.fail("of-a", 3, Map.of("team", "a", "secret", "x"));
            pods.fail("of-nobody", 3);

            await().untilAsserted(() -> assertThat(names(all)).contains("of-a", "of-nobody"));
            await().untilAsserted(() -> assertThat(names(ofTeam)).containsExactly("of-a"));
            FailureEvent masked = ofTeam.events().getFirst();
            assertThat(masked.getEventId()).isNotEmpty();
            assertThat(masked.getClassification().getCategory()).isEqualTo("c");
            assertThat(masked.getClassification().getRule().getRuleName()).isEmpty();
            assertThat(masked.getPod().getNamespace()).isEmpty();
            assertThat(all.events())
                    .filteredOn(event -> event.getPod().getName().equals("of-a"))
                    .singleElement()
                    .satisfies(
                            event -> assertThat(event.getPod().getLabelsMap()).isEqualTo(Map.of("team", "a")));
        }
    }

    @Test
    void aTokenIsGoodForAnotherReplicaAndAfterARestart() {
        FailingPods pods = namespace("tokens");
        ByteString token;
        try (RunningOperator first = RunningOperator.start(plane)) {
            pods.fail("before", 3);
            token = settledToken(first, "before");
            try (RunningOperator second = RunningOperator.start(plane);
                    WatchedEvents resumed = WatchedEvents.of(second.grpcPort(), resume(token))) {
                pods.fail("beside", 3);
                awaitNames(resumed, "beside");
                assertThat(gaps(resumed)).isEmpty();
            }
        }
        pods.fail("meanwhile", 3);
        try (RunningOperator third = RunningOperator.start(plane);
                WatchedEvents resumed = WatchedEvents.of(third.grpcPort(), resume(token))) {
            awaitNames(resumed, "meanwhile", "beside");
            assertThat(gaps(resumed)).isEmpty();
        }
    }

    @Test
    void aTokenIsFollowedByAGapIfAPodWasDeletedBeforeTheReplicaBegan() {
        FailingPods pods = namespace("deleted");
        ByteString token;
        try (RunningOperator first = RunningOperator.start(plane)) {
            pods.fail("kept", 3);
            token = settledToken(first, "kept");
            pods.fail("lost", 3);
            await().until(() -> pods.record("lost").isPresent());
        }
        pods.remove("lost");
        try (RunningOperator second = RunningOperator.start(plane);
                WatchedEvents resumed = WatchedEvents.of(second.grpcPort(), resume(token))) {
            awaitNames(resumed, "kept");
            assertThat(gaps(resumed)).containsExactly(GapReason.GAP_REASON_STREAM_CHANGED);
        }
    }

    /** A token behind this event; it has the resource version once that cannot be overtaken any more. */
    private static ByteString settledToken(RunningOperator operator, String pod) {
        try (WatchedEvents watching = WatchedEvents.of(
                operator.grpcPort(),
                WatchRequest.newBuilder()
                        .setSnapshot(true)
                        .setBookmarkInterval(Durations.fromSeconds(1))
                        .build())) {
            awaitNames(watching, pod);
            int bookmarks = watching.otherFrames().size();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> watching.otherFrames().size() > bookmarks + SETTLING_SECONDS);
            return watching.otherFrames().getLast().getResumeToken();
        }
    }

    private static WatchRequest resume(ByteString token) {
        return WatchRequest.newBuilder().setResumeToken(token).build();
    }

    private static void awaitNames(WatchedEvents watching, String... names) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(names(watching)).contains(names));
    }

    private static FailingPods namespace(String name) {
        plane.createNamespace(name);
        return new FailingPods(plane.admin(), name);
    }

    private static List<GapReason> gaps(WatchedEvents watching) {
        return watching.otherFrames().stream()
                .filter(WatchResponse::hasGap)
                .map(frame -> frame.getGap().getReason())
                .toList();
    }

    private static Stream<String> names(WatchedEvents watching) {
        return watching.events().stream().map(event -> event.getPod().getName());
    }
}
