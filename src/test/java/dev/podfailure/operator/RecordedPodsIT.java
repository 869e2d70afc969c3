package dev.podfailure.operator;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

    private Map<String, Replayed> played = Map.of();
    private Map<String, Long> commits = Map.of();
    private Map<String, Pod> pods = Map.of();
    private double skipped;
    private double vanished;
    private double failures;

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
                Replayer replayer = new Replayer(plane.admin())) {
            Map<String, PodRecord> records =
                    PodRecord.all().stream().collect(toMap(PodRecord::name, identity(), (a, b) -> a, TreeMap::new));
            played = replayer.playAll(records, NAMESPACE, PACE).stream().collect(toMap(Replayed::name, identity()));
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                read(plane);
                assertThat(undecided()).isEmpty();
            });
            skipped = operator.metric("podfailure_skipped_total", "reason=\"deleted_on_purpose\"");
            failures = operator.metric("podfailure_failures_total", "");
        }
        commits = new AuditLog(plane.auditLog()).acceptedCommits(RunningOperator.USER);
        vanished = failures - commits.size();
    }

    @AfterAll
    void report() {
        System.out.printf(
                "records %d, commits %d, skipped %.0f, counted %.0f, vanished %.0f%n",
                played.size(), commits.size(), skipped, failures, vanished);
    }

    @Test
    void commitsNoPodTwice() {
        assertThat(commits.values()).allMatch(count -> count == 1);
    }

    @Test
    void commitsEveryFailedPodThatWasNotStoppedOnPurpose() {
        assertThat(withCommit()).containsExactlyInAnyOrderElementsOf(expected());
    }

    @Test
    void skipsThePodsThatWereStoppedOnPurpose() {
        assertThat(skipped).isEqualTo(STOPPED_ON_PURPOSE.size());
    }

    @Test
    void countsWhatItCommitted() {
        assertThat(failures).isEqualTo(commits.size());
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
                .collect(java.util.stream.Collectors.toSet());
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
