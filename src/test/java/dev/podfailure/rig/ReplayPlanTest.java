package dev.podfailure.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReplayPlanTest {

    @Test
    void aScheduledPodIsCreatedWithoutANodeAndBound() {
        List<ReplayStep> steps = ReplayPlan.of(PodRecord.load("exit-1"));

        assertThat(steps.getFirst())
                .isInstanceOfSatisfying(
                        ReplayStep.Create.class,
                        create -> assertThat(create.placed()).isFalse());
        assertThat(steps)
                .anySatisfy(step -> assertThat(step)
                        .isInstanceOfSatisfying(
                                ReplayStep.Bind.class,
                                bind -> assertThat(bind.node()).isEqualTo("node-1")));
    }

    @Test
    void aPodThatNoSchedulerPlacedIsCreatedOnItsNode() {
        List<ReplayStep> steps = ReplayPlan.of(PodRecord.load("reject-os-label"));

        assertThat(steps.getFirst())
                .isInstanceOfSatisfying(
                        ReplayStep.Create.class,
                        create -> assertThat(create.placed()).isTrue());
        assertThat(steps).noneMatch(ReplayStep.Bind.class::isInstance);
    }

    @Test
    void aRunningPodIsDeletedWithItsGraceAndRemovedLater() {
        assertThat(deletions("delete-running-java-143"))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .isInstanceOfSatisfying(
                                        ReplayStep.Delete.class,
                                        delete -> assertThat(delete.graceSeconds())
                                                .isEqualTo(5)),
                        second -> assertThat(second).isInstanceOf(ReplayStep.Remove.class));
    }

    @ParameterizedTest
    @CsvSource({"delete-after-failure", "delete-unscheduled", "node-deleted-podgc"})
    void aPodThatNoKubeletStopsIsRemovedAtOnce(String name) {
        assertThat(deletions(name)).singleElement().isInstanceOf(ReplayStep.Remove.class);
    }

    @ParameterizedTest
    @MethodSource("dev.podfailure.rig.PodRecord#all")
    void stepsAreInTheOrderOfTheirTimes(PodRecord record) {
        assertThat(ReplayPlan.of(record)).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
    }

    @ParameterizedTest
    @MethodSource("dev.podfailure.rig.PodRecord#all")
    void everyRecordedEventIsPosted(PodRecord record) {
        assertThat(ReplayPlan.of(record).stream().filter(ReplayStep.PostEvent.class::isInstance))
                .hasSameSizeAs(record.events());
    }

    @ParameterizedTest
    @CsvSource({"delete-running-term-143, 2", "delete-after-failure, 3", "exit-1, 2"})
    void theAnchorIsTheDeletionOrTheEnd(String name, long secondsAfterTheStart) {
        PodRecord record = PodRecord.load(name);

        assertThat(Duration.between(record.history().getFirst().at(), ReplayPlan.anchor(record))
                        .toSeconds())
                .isEqualTo(secondsAfterTheStart);
    }

    private static List<ReplayStep> deletions(String name) {
        return ReplayPlan.of(PodRecord.load(name)).stream()
                .filter(step -> step instanceof ReplayStep.Delete || step instanceof ReplayStep.Remove)
                .toList();
    }
}
