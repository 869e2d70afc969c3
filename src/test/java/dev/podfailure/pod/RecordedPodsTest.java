package dev.podfailure.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.failure.PodFailure;
import dev.podfailure.failure.TerminatedContainer;
import dev.podfailure.rig.PodRecord;
import dev.podfailure.rules.ActiveRules;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recorded pod that failed, watched at the recorded times by the decision alone. */
class RecordedPodsTest {
    private static final Decider DECIDER = new Decider(Duration.ofSeconds(2), Duration.ofSeconds(5));
    private static final ActiveRules.Snapshot RULES =
            RuleSets.snapshot("defaultCategory: unknown", Instant.parse("2026-01-01T00:00:00Z"));

    /**
     * What a watcher of a record decided.
     *
     * @param decision a commit or a skip
     * @param on the version that it was made on
     * @param after how long after the first failed version
     */
    private record Outcome(Decision decision, FailedPod on, Duration after) {}

    static List<PodRecord> failed() {
        return PodRecord.all().stream().filter(PodRecord::fails).toList();
    }

    @ParameterizedTest
    @MethodSource("failed")
    void endsWithOneDecisionWithinTheSettlingTime(PodRecord record) {
        Outcome outcome = watch(record);

        assertThat(outcome.decision()).isInstanceOfAny(Decision.Commit.class, Decision.Skip.class);
        assertThat(outcome.after()).isLessThanOrEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @MethodSource("failed")
    void isSkippedOnlyIfItsTruthIsNoFailureOfItsOwn(PodRecord record) {
        if (watch(record).decision() instanceof Decision.Skip
                && !record.name().equals("init-oom-child-exit-0-then-deleted")) {
            assertThat(record.truth().whose()).isIn("unknown", "platform");
        }
    }

    /** A rejected pod is decided at once; its statuses are made up when the kubelet restarts, seconds or minutes later. */
    @Test
    void isDecidedOnTheContainerFactsThatItEndsWith() {
        TreeSet<String> changed = new TreeSet<>();
        for (PodRecord record : failed()) {
            Outcome outcome = watch(record);
            PodFailure last =
                    new FailedPod(failedVersions(record).getLast(), outcome.on().sighting(), false).facts();
            if (!terminated(outcome.on().facts()).equals(terminated(last))) {
                changed.add(record.name());
            }
        }

        assertThat(changed)
                .containsExactlyInAnyOrder(
                        "reject-memory-pressure-after-kubelet-restart", "reject-outofcpu-after-kubelet-restart");
    }

    private static List<String> terminated(PodFailure facts) {
        return facts.terminated().stream().map(RecordedPodsTest::line).toList();
    }

    private static String line(TerminatedContainer container) {
        return container.name() + " " + container.exitCode() + " " + container.reason();
    }

    private static List<Pod> failedVersions(PodRecord record) {
        return record.versions().stream()
                .filter(pod -> "Failed".equals(pod.getStatus().getPhase()))
                .toList();
    }

    private static Outcome watch(PodRecord record) {
        List<Pod> versions = record.versions();
        WatchedPod watched = null;
        Instant first = Instant.MAX;
        Instant due = Instant.MAX;
        for (int i = 0; i < versions.size(); i++) {
            if (!"Failed".equals(versions.get(i).getStatus().getPhase())) {
                continue;
            }
            Instant at = record.history().get(i).at();
            if (watched != null && due.isBefore(at)) {
                break;
            }
            if (watched == null) {
                first = at;
                watched = TestPods.watched(versions.get(i), at);
            } else {
                TestPods.see(watched, versions.get(i));
            }
            Decision decision = decide(watched, at);
            if (!(decision instanceof Decision.Wait wait)) {
                return outcome(decision, watched, Duration.between(first, at));
            }
            due = wait.until();
        }
        if (watched == null) {
            throw new AssertionError(record + " never failed");
        }
        return outcome(decide(watched, due), watched, Duration.between(first, due));
    }

    private static Outcome outcome(Decision decision, WatchedPod watched, Duration after) {
        return new Outcome(decision, new FailedPod(watched.last(), watched.sighting(), false), after);
    }

    private static Decision decide(WatchedPod watched, Instant at) {
        return DECIDER.decide(new FailedPod(watched.last(), watched.sighting(), false), RULES, at, Optional.empty());
    }
}
