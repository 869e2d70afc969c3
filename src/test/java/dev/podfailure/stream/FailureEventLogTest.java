package dev.podfailure.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.podfailure.events.v1alpha1.FailureEvent;
import dev.podfailure.failure.EventId;
import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.rules.Classification;
import dev.podfailure.rules.Evidence;
import dev.podfailure.rules.Outcome;
import dev.podfailure.rules.RuleReference;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FailureEventLogTest {
    private static final RuleReference RULE = new RuleReference(
            "podfailure-system", "platform", "set-uid", 3, Instant.parse("2026-01-01T00:00:00Z"), "r");

    private final FailureEventLog log =
            new FailureEventLog(EventContent.of("c"), new LogSettings(4, true, Duration.ZERO), new SteppedClock());

    @Test
    void appendsAPodOnceForEachRevision() {
        Stream.of(
                        SamplePods.failed(1),
                        SamplePods.revised(1, 0),
                        SamplePods.revised(1, 0),
                        SamplePods.revised(1, 2),
                        SamplePods.revised(1, 1))
                .forEach(log::seen);

        assertThat(appended()).extracting(FailureEvent::getRevision).containsExactly(0, 2);
        assertThat(existing()).extracting(FailureEvent::getRevision).containsExactly(2);
    }

    @Test
    void takesAPodOutOfTheSnapshotOnceItIsGone() {
        log.seen(SamplePods.annotated(1));
        log.seen(SamplePods.annotated(2));

        log.gone(SamplePods.annotated(1));

        assertThat(existing()).extracting(event -> event.getPod().getName()).containsExactly("pod-2");
        assertThat(appended()).hasSize(2);
    }

    @Test
    void takesAPodOutOfTheSnapshotOnceSomebodyErasedItsRecord() {
        log.seen(SamplePods.annotated(1));

        log.seen(SamplePods.failed(1));

        assertThat(existing()).isEmpty();
    }

    @Test
    void appendsARecordThatWasErasedAndMadeAgain() {
        log.seen(SamplePods.revised(1, 0));
        log.seen(SamplePods.failed(1));
        log.seen(SamplePods.revised(1, 1));

        assertThat(appended()).extracting(FailureEvent::getRevision).containsExactly(0, 1);
        assertThat(existing()).extracting(FailureEvent::getRevision).containsExactly(1);
    }

    @Test
    void doesNotBelieveARecordThatWasCopiedFromAnotherPod() {
        Pod copy = SamplePods.annotated(1);
        copy.getMetadata().setUid("uid-of-another-pod");

        log.seen(copy);

        assertThat(appended()).isEmpty();
    }

    @Test
    void keepsTheLatestEventsAndEveryPodThatExists() {
        SamplePods.annotated(1, 10).forEach(log::seen);

        assertThat(appended())
                .extracting(event -> event.getPod().getName())
                .containsExactly("pod-7", "pod-8", "pod-9", "pod-10");
        assertThat(existing()).hasSize(10);
    }

    @Test
    void appendsAPodThatVanishedWithoutKeepingIt() {
        log.vanished(SamplePods.failed(1), classification(RULE, "2026-01-01T00:00:00Z"), SamplePods.CLASSIFIED_AT);

        assertThat(existing()).isEmpty();
        assertThat(appended()).singleElement().satisfies(event -> {
            assertThat(event.getAnnotated()).isFalse();
            assertThat(event.getEventId()).isEqualTo(EventId.ofPod("uid-1"));
            assertThat(event.getClassification().getCategory()).isEqualTo("user");
            assertThat(event.getClassification().getRule().getRuleName()).isEqualTo("r");
            assertThat(event.getClassification().getEvidence()).isEqualTo("onExitCodes container=main exitCode=1");
        });
    }

    @ParameterizedTest
    @CsvSource({"2026-03-01T12:00:01Z, true", "2026-03-01T12:00:00Z, false", "2026-01-01T00:00:00Z, false"})
    void callsAVanishedPodBacklogThatFailedBeforeItsRuleSetWasMade(String rulesSince, boolean backlog) {
        log.vanished(SamplePods.failed(1), classification(null, rulesSince), SamplePods.CLASSIFIED_AT);

        assertThat(appended()).extracting(FailureEvent::getBacklog).containsExactly(backlog);
    }

    @Test
    void readsBacklogFromTheRecord() {
        Pod pod = SamplePods.annotated(1);
        pod.getMetadata().getAnnotations().put(PodAnnotations.PREFIX + "backlog", "true");

        log.seen(pod);

        assertThat(appended()).extracting(FailureEvent::getBacklog).containsExactly(true);
    }

    static Stream<Pod> oddPods() {
        Map<String, String> nulls = new HashMap<>();
        nulls.put(PodAnnotations.PREFIX + "event-id", EventId.ofPod("u"));
        nulls.put(PodAnnotations.PREFIX + "category", null);
        ObjectMeta marked = new ObjectMeta();
        marked.setUid("u");
        marked.setAnnotations(nulls);
        PodStatus holes = new PodStatus();
        holes.setContainerStatuses(new ArrayList<>(Arrays.asList(null, new ContainerStatus())));
        return Stream.of(
                new Pod(),
                new PodBuilder().withNewMetadata().endMetadata().build(),
                new PodBuilder(SamplePods.annotated(1)).withStatus(null).build(),
                new PodBuilder(SamplePods.annotated(1)).withSpec(null).build(),
                new PodBuilder(SamplePods.annotated(1))
                        .editMetadata()
                        .withResourceVersion("not-a-number")
                        .endMetadata()
                        .build(),
                pod(marked, holes));
    }

    @ParameterizedTest
    @MethodSource("oddPods")
    void takesAnyPod(Pod pod) {
        assertThatCode(() -> {
                    log.seen(pod);
                    log.vanished(pod, classification(null, "2026-01-01T00:00:00Z"), SamplePods.CLASSIFIED_AT);
                    log.gone(pod);
                })
                .doesNotThrowAnyException();
    }

    private static Pod pod(ObjectMeta metadata, PodStatus status) {
        Pod pod = new Pod();
        pod.setMetadata(metadata);
        pod.setStatus(status);
        return pod;
    }

    private static Classification classification(@org.jspecify.annotations.Nullable RuleReference rule, String since) {
        Evidence evidence = new Evidence(List.of(new Evidence.Item("onExitCodes", "main", "exitCode", "1")));
        return new Classification("user", "", rule, "", "", "", Outcome.FAILURE, evidence, Instant.parse(since));
    }

    private List<FailureEvent> appended() {
        return log.store().read(0, Long.MAX_VALUE, 100).entries().stream()
                .map(entry -> ((LogEntry.Failure) entry).event())
                .toList();
    }

    private List<FailureEvent> existing() {
        return StreamSupport.stream(log.store().pods(0, Long.MAX_VALUE).spliterator(), false)
                .map(LogEntry.Failure::event)
                .toList();
    }
}
