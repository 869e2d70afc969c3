package dev.podfailure.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.events.v1alpha1.ContainerRole;
import dev.podfailure.events.v1alpha1.FailureEvent;
import dev.podfailure.events.v1alpha1.FailureKind;
import dev.podfailure.events.v1alpha1.Gap;
import dev.podfailure.events.v1alpha1.GapReason;
import dev.podfailure.events.v1alpha1.RetryAdvice;
import org.junit.jupiter.api.Test;

class EventLineTest {
    @Test
    void tellsTimePodCategoryRuleAndEvidence() {
        assertThat(EventLine.of(EventRecord.of(event().build())))
                .isEqualTo("2026-03-01T12:00:00Z  batch/full  data/disk  ops/platform/disk  exitCode=1");
    }

    @Test
    void remarksWhatIsUnusual() {
        FailureEvent event = event().setAnnotated(false)
                .setBacklog(true)
                .setRevision(2)
                .setKind(FailureKind.FAILURE_KIND_START_FAILED)
                .build();

        assertThat(EventLine.of(EventRecord.of(event)))
                .endsWith("  [revision 2, the pod is gone, backlog, StartFailed]");
    }

    @Test
    void saysThatADefaultHasNoRule() {
        FailureEvent.Builder event = event();
        event.getClassificationBuilder().clearRule().clearSubcategory();

        assertThat(EventLine.of(EventRecord.of(event.build()))).contains("  data  (default)  ");
    }

    @Test
    void escapesWhatComesFromPods() {
        FailureEvent.Builder event = event();
        event.getClassificationBuilder().setEvidence("a\u001b[2J\nb");

        assertThat(EventLine.of(EventRecord.of(event.build()))).endsWith("a\\u001b[2J\\nb");
    }

    @Test
    void namesValuesAsTheRestOfTheProjectDoes() {
        FailureEvent.Builder event = event();
        event.getClassificationBuilder().setRetry(RetryAdvice.RETRY_ADVICE_WORTHWHILE);
        event.addContainersBuilder()
                .setName("main")
                .setRole(ContainerRole.CONTAINER_ROLE_INIT)
                .setExitCode(3);

        EventRecord.Failure failure = EventRecord.of(event.build());

        assertThat(failure.kind()).isEqualTo("PodFailed");
        assertThat(failure.retry()).isEqualTo("Worthwhile");
        assertThat(failure.containers()).containsExactly(new EventRecord.Container("main", "Init", 3, ""));
    }

    @Test
    void saysThatNobodyKnowsHowMuchWasLost() {
        Gap.Builder gap = Gap.newBuilder().setReason(GapReason.GAP_REASON_STREAM_CHANGED);
        gap.getLostAfterBuilder().setSeconds(0);

        assertThat(EventLine.of(EventRecord.of(gap.build())))
                .isEqualTo("-- gap: StreamChanged, events may be missing after 1970-01-01T00:00:00Z");
    }

    @Test
    void bearsAKindThatItDoesNotKnow() {
        assertThat(EventRecord.of(event().setKindValue(99).build()).kind()).isEqualTo("Unknown");
    }

    private static FailureEvent.Builder event() {
        FailureEvent.Builder event = FailureEvent.newBuilder()
                .setEventId("id")
                .setAnnotated(true)
                .setKind(FailureKind.FAILURE_KIND_POD_FAILED);
        event.getClassifyTimeBuilder().setSeconds(1_772_366_400);
        event.getPodBuilder().setNamespace("batch").setName("full");
        event.getClassificationBuilder()
                .setCategory("data")
                .setSubcategory("disk")
                .setEvidence("exitCode=1")
                .getRuleBuilder()
                .setRulesetNamespace("ops")
                .setRulesetName("platform")
                .setRuleName("disk");
        return event;
    }
}
