package dev.podfailure.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.FieldMask;
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
