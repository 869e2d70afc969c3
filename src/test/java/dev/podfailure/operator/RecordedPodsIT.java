package dev.podfailure.operator;

import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.events.v1alpha1.FailureEvent;
import dev.podfailure.events.v1alpha1.WatchRequest;
import dev.podfailure.failure.EventId;
import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.Pace;
import dev.podfailure.rig.PodRecord;
import dev.podfailure.rig.Replayed;
import dev.podfailure.rig.Replayer;
import dev.podfailure.rig.RequiresControlPlane;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every recorded pod, played with its history: what the API server says that the operator did to it. */
@RequiresControlPlane(audit = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RecordedPodsIT {
    private static final String NAMESPACE = "records";

    /** Pauses of the history that are longer tell nothing: the operator waits for 2 s at most. */
    private static final Pace PACE = Pace.withoutGapsOver(Duration.ofSeconds(3));

    /** Of pods that never become Failed the operator must not hear at all, at whatever pace. */
    private static final Pace QUICK = Pace.withoutGapsOver(Duration.ofMillis(100));

    /** Stopped by somebody, as the truth of the record says, but for the last: nothing in that pod tells it from these. */
    private static final Set<String> STOPPED_ON_PURPOSE = Set.of(
            "delete-prestop-exceeds-grace",
            "delete-prestop-fails",
            "delete-running-ignores-term",
            "delete-running-java-143",
            "delete-running-term-1",
            "delete-running-term-143",
            "delete-while-image-pull-fails",
            "job-deleted-with-its-pod",
            "job-pod-deleted-by-user",
            "job-success-policy-leftover",
            "init-oom-child-exit-0-then-deleted");

    /** Pods that are deleted are gone within a second: so many at a time that the API server keeps up with both of us. */
    private static final int ENDING_AT_A_TIME = 6;

    /** The first pods may fail before the stream is open. */
    private static final WatchRequest SNAPSHOT_FIRST =
            WatchRequest.newBuilder().setSnapshot(true).build();

    private final Map<String, Replayed> played = new TreeMap<>();
    private Map<String, Long> commits = Map.of();
    private Map<String, Pod> pods = Map.of();
    private List<FailureEvent> events = List.of();
    private double skipped;
    private double counted;

    @BeforeAll
    void play(ControlPlane plane) {
        RunningOperator.install(plane);
        plane.apply(Path.of("examples"));
        plane.admin()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        try (RunningOperator operator = RunningOperator.start(plane);
                WatchedEvents watched = WatchedEvents.of(operator.grpcPort(), SNAPSHOT_FIRST);
                Replayer replayer = new Replayer(plane.admin())) {
            play(replayer, recordsOf(record -> !record.fails()), QUICK);
            play(replayer, recordsOf(record -> record.fails() && !record.ends()), PACE);
            List<PodRecord> ending = recordsOf(record -> record.fails() && record.ends());
            for (int i = 0; i < ending.size(); i += ENDING_AT_A_TIME) {
                play(replayer, ending.subList(i, Math.min(ending.size(), i + ENDING_AT_A_TIME)), PACE);
            }
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                read(plane);
                assertThat(undecided()).isEmpty();
                assertThat(names(watched.events())).containsAll(expected());
            });
            events = watched.events();
            skipped = operator.metric("podfailure_skipped_total", "reason=\"deleted_on_purpose\"");
            counted =
                    operator.metric("podfailure_failures_total", "") + operator.metric("podfailure_backlog_total", "");
        }
        commits = new AuditLog(plane.auditLog()).acceptedCommits(RunningOperator.USER);
    }

    @AfterAll
    void report() {
        System.out.printf(
                "records %d: commits %d, gone before %d, skipped %.0f, counted %.0f%n",
                played.size(), commits.size(), vanished().size(), skipped, counted);
    }

    @Test
    void commitsNoPodTwice() {
        assertThat(commits.values()).allMatch(count -> count == 1);
    }

    @Test
    void commitsEveryFailedPodThatWasNotStoppedOnPurposeUnlessItWasGone() {
        Set<String> accountedFor = new TreeSet<>(withCommit());
        accountedFor.addAll(vanished());

        assertThat(accountedFor).isEqualTo(expected());
        assertThat(vanished()).doesNotContainAnyElementsOf(withCommit());
    }

    @Test
    void missesOnlyPodsThatWereDeleted() {
        assertThat(vanished()).allMatch(name -> record(name).ends());
    }

    @Test
    void streamsEachFailureOnce() {
        assertThat(events).extracting(FailureEvent::getEventId).doesNotHaveDuplicates();
        assertThat(names(events)).isEqualTo(expected());
    }

    @Test
    void skipsThePodsThatWereStoppedOnPurpose() {
        assertThat(skipped).isEqualTo(STOPPED_ON_PURPOSE.size());
    }

    @Test
    void countsEachFailureOnce() {
        assertThat(counted).isEqualTo(expected().size());
    }

    @Test
    void leavesARecordOnEachPodThatIsStillThere() {
        assertThat(pods.values().stream().filter(RecordedPodsIT::isFailed).toList())
                .isNotEmpty()
                .allSatisfy(pod -> {
                    PodAnnotations record = PodAnnotations.read(pod).orElseThrow();
                    assertThat(record.eventId())
                            .isEqualTo(EventId.ofPod(pod.getMetadata().getUid()));
                    assertThat(record.category()).isNotEmpty();
                    assertThat(record.evidence()).isNotEmpty().doesNotContain("\n", "\u0000", "\r");
                    assertThat(record.revision()).isZero();
                });
    }

    private static List<PodRecord> recordsOf(Predicate<PodRecord> which) {
        return PodRecord.all().stream().filter(which).toList();
    }

    private void play(Replayer replayer, List<PodRecord> records, Pace pace) {
        Map<String, PodRecord> byName = records.stream().collect(toMap(PodRecord::name, identity()));
        replayer.playAll(byName, NAMESPACE, pace).forEach(replayed -> played.put(replayed.name(), replayed));
    }

    private PodRecord record(String name) {
        return requireNonNull(played.get(name)).record();
    }

    private Set<String> vanished() {
        return names(events.stream().filter(event -> !event.getAnnotated()).toList());
    }

    private static Set<String> names(List<FailureEvent> events) {
        return events.stream().map(event -> event.getPod().getName()).collect(toCollection(TreeSet::new));
    }

    private Set<String> expected() {
        Set<String> expected = new TreeSet<>();
        played.forEach((name, replayed) -> {
            if (replayed.record().fails() && !STOPPED_ON_PURPOSE.contains(name)) {
                expected.add(name);
            }
        });
        return expected;
    }

    private Set<String> withCommit() {
        return commits.keySet().stream()
                .map(key -> key.substring(NAMESPACE.length() + 1))
                .collect(toCollection(TreeSet::new));
    }

    private List<String> undecided() {
        return pods.values().stream()
                .filter(RecordedPodsIT::isFailed)
                .filter(pod -> PodAnnotations.read(pod).isEmpty())
                .map(pod -> pod.getMetadata().getName())
                .toList();
    }

    private void read(ControlPlane plane) {
        pods = plane.admin().pods().inNamespace(NAMESPACE).list().getItems().stream()
                .collect(toMap(pod -> pod.getMetadata().getName(), identity()));
    }

    private static boolean isFailed(Pod pod) {
        return "Failed".equals(pod.getStatus().getPhase());
    }
}
