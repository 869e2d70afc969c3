package dev.podfailure.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.rig.PodRecord;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DeletionTest {
    private static final Instant ASKED = TestPods.NOW.minusSeconds(10);

    @ParameterizedTest
    @CsvSource({"10, 30, 10", "0, 30, 30", ", 30, 30", "0, , 30", "5, 0, 5", "0, 0, 0"})
    void wasAskedForOneGracePeriodBeforeTheTimestamp(@Nullable Long given, @Nullable Long declared, long expected) {
        Pod pod = TestPods.failed(1)
                .editMetadata()
                .withDeletionTimestamp(TestPods.NOW.toString())
                .withDeletionGracePeriodSeconds(given)
                .endMetadata()
                .editSpec()
                .withTerminationGracePeriodSeconds(declared)
                .endSpec()
                .build();

        assertThat(Deletion.askedAt(pod)).isEqualTo(TestPods.NOW.minusSeconds(expected));
    }

    static Stream<Arguments> pods() {
        return Stream.of(
                Arguments.of("ended after the deletion", ended(ASKED.plusSeconds(1)), same(), true),
                Arguments.of("ended in the second of the deletion", ended(ASKED), same(), true),
                Arguments.of("had failed before", ended(ASKED.minusSeconds(1)), same(), false),
                Arguments.of("time of the end is unknown", TestPods.waiting("main", "x", ""), same(), true),
                Arguments.of("has a reason", ended(ASKED), reason("Evicted"), false),
                Arguments.of("was disrupted", ended(ASKED), condition("DisruptionTarget", "True"), false),
                Arguments.of("was stopped by Kueue", ended(ASKED), condition("TerminationTarget", "True"), false),
                Arguments.of("was nearly disrupted", ended(ASKED), condition("DisruptionTarget", "False"), true),
                Arguments.of(
                        "an earlier container ended well",
                        TestPods.terminated("main", 0, ASKED.minusSeconds(1)),
                        same(),
                        true));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pods")
    void tellsAStopFromAFailure(
            String what, ContainerStatus status, UnaryOperator<PodBuilder> change, boolean onPurpose) {
        PodBuilder builder = TestPods.failed()
                .editMetadata()
                .withDeletionTimestamp(TestPods.NOW.toString())
                .withDeletionGracePeriodSeconds(10L)
                .endMetadata()
                .editStatus()
                .withContainerStatuses(status)
                .endStatus();
        FailedPod failed = TestPods.seenAt(change.apply(builder).build(), TestPods.NOW);

        assertThat(Deletion.onPurpose(failed.facts(), failed.sighting())).isEqualTo(onPurpose);
    }

    @Test
    void aPodThatFailedBeforeItWasDeletedWasNotStopped() {
        Sighting sighting = Sighting.first(TestPods.failed(1).build(), TestPods.NOW);
        Pod deleted = TestPods.failed(1)
                .editMetadata()
                .withDeletionTimestamp(TestPods.NOW.toString())
                .endMetadata()
                .build();

        assertThat(Deletion.onPurpose(new FailedPod(deleted, sighting, false).facts(), sighting))
                .isFalse();
    }

    /** The one record that is judged wrongly is the last: an init container had failed, but with exit code 0. */
    @Test
    void isRightOnAllRecordsButOne() {
        TreeSet<String> onPurpose = new TreeSet<>();
        for (PodRecord record : PodRecord.all()) {
            List<Pod> failed = record.versions().stream()
                    .filter(pod -> "Failed".equals(pod.getStatus().getPhase()))
                    .toList();
            if (failed.isEmpty()) {
                continue;
            }
            Sighting sighting = Sighting.first(failed.getFirst(), TestPods.NOW);
            if (Deletion.onPurpose(new FailedPod(failed.getLast(), sighting, false).facts(), sighting)) {
                onPurpose.add(record.name());
            }
        }

        assertThat(onPurpose)
                .containsExactlyInAnyOrder(
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
    }

    private static ContainerStatus ended(Instant finished) {
        return TestPods.terminated("main", 143, finished);
    }

    private static UnaryOperator<PodBuilder> same() {
        return UnaryOperator.identity();
    }

    private static UnaryOperator<PodBuilder> reason(String reason) {
        return pod -> pod.editStatus().withReason(reason).endStatus();
    }

    private static UnaryOperator<PodBuilder> condition(String type, String status) {
        return pod -> pod.editStatus()
                .addNewCondition()
                .withType(type)
                .withStatus(status)
                .endCondition()
                .endStatus();
    }
}
