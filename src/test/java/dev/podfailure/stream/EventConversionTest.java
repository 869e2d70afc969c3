package dev.podfailure.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import dev.podfailure.events.v1alpha1.Classification;
import dev.podfailure.events.v1alpha1.ContainerFailure;
import dev.podfailure.events.v1alpha1.ContainerRole;
import dev.podfailure.events.v1alpha1.FailureEvent;
import dev.podfailure.events.v1alpha1.FailureKind;
import dev.podfailure.events.v1alpha1.PodReference;
import dev.podfailure.events.v1alpha1.RetryAdvice;
import dev.podfailure.events.v1alpha1.RuleReference;
import dev.podfailure.failure.EventId;
import dev.podfailure.failure.PodAnnotations;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventConversionTest {
    private final EventConversion conversion = new EventConversion(EventContent.of("prod-eu"));

    @Test
    void saysWhoseFailureItIsAndWhy() {
        FailureEvent event = conversion.annotated(SamplePods.annotated(1), decision(SamplePods.annotated(1)));

        assertThat(event)
                .isEqualTo(FailureEvent.newBuilder()
                        .setEventId(EventId.ofPod("uid-1"))
                        .setKind(FailureKind.FAILURE_KIND_POD_FAILED)
                        .setAnnotated(true)
                        .setOccurTime(timestamp("2026-03-01T12:00:00Z"))
                        .setClassifyTime(timestamp("2026-03-01T12:00:05.250Z"))
                        .setCommittedBy("replica-0")
                        .setPod(PodReference.newBuilder()
                                .setClusterId("prod-eu")
                                .setNamespace("batch")
                                .setName("pod-1")
                                .setUid("uid-1")
                                .setNodeName("node-1"))
                        .setClassification(Classification.newBuilder()
                                .setCategory("user")
                                .setSubcategory("exit-1")
                                .setEvidence("onExitCodes container=main exitCode=1")
                                .setHint("Look at the log.")
                                .setResponsible("team")
                                .setRetry(RetryAdvice.RETRY_ADVICE_POINTLESS)
                                .setRule(RuleReference.newBuilder()
                                        .setRulesetNamespace("podfailure-system")
                                        .setRulesetName("platform")
                                        .setRulesetUid("set-uid")
                                        .setRulesetGeneration(7)
                                        .setRuleName("exit-1")))
                        .addContainers(ContainerFailure.newBuilder()
                                .setName("main")
                                .setRole(ContainerRole.CONTAINER_ROLE_REGULAR)
                                .setExitCode(1)
                                .setReason("Error")
                                .setFinishTime(timestamp("2026-03-01T12:00:00Z")))
                        .build());
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', false, '', 0",
        "not-a-path, set-uid/7, false, '', 0",
        "a/b/c, set-uid/7, true, set-uid, 7",
        "a/b/c, set-uid/many, true, set-uid, 0",
        "a/b/c, set-uid/-3, true, set-uid, 0",
        "a/b/c, '', true, '', 0",
    })
    void readsTheRuleAsFarAsItCanBeRead(String path, String version, boolean present, String uid, long generation) {
        Pod pod = SamplePods.annotated(1);
        pod.getMetadata().getAnnotations().put(PodAnnotations.PREFIX + "rule", path);
        pod.getMetadata().getAnnotations().put(PodAnnotations.PREFIX + "rule-generation", version);

        Classification classification = conversion.annotated(pod, decision(pod)).getClassification();

        assertThat(classification.hasRule()).isEqualTo(present);
        assertThat(classification.getRule().getRulesetUid()).isEqualTo(uid);
        assertThat(classification.getRule().getRulesetGeneration()).isEqualTo(generation);
    }

    @Test
    void passesOnTheLabelsThatItWasToldTo() {
        Pod pod = new PodBuilder(SamplePods.annotated(1))
                .editMetadata()
                .withLabels(Map.of("app", "reports", "secret", "42"))
                .endMetadata()
                .build();
        EventConversion withLabels = new EventConversion(new EventContent("", Set.of("app", "tier"), 0, true));

        assertThat(withLabels.annotated(pod, decision(pod)).getPod().getLabelsMap())
                .isEqualTo(Map.of("app", "reports"));
    }

    @Test
    void keepsTerminationMessagesToItselfUnlessTold() {
        Pod pod = withMessage("password=hunter2");

        assertThat(conversion.annotated(pod, decision(pod)).getContainers(0).getMessage())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "short, short, false",
        "'a\u001b[31mb', 'a\\u001b[31mb', false",
        "0123456789abcdefX, 0123456789abc..., true"
    })
    void escapesAndCutsTerminationMessages(String message, String expected, boolean cut) {
        EventConversion withMessages = new EventConversion(new EventContent("", Set.of(), 16, true));
        Pod pod = withMessage(message);

        ContainerFailure container = withMessages.annotated(pod, decision(pod)).getContainers(0);

        assertThat(container.getMessage()).isEqualTo(expected);
        assertThat(container.getMessageTruncated()).isEqualTo(cut);
    }

    @ParameterizedTest
    @CsvSource({"0, Completed, 0", "0, , 0", "0, OOMKilled, 1", "3, Error, 1", "137, ContainerStatusUnknown, 1"})
    void showsContainersThatEndedBadly(int exitCode, String reason, int expected) {
        Pod pod = SamplePods.annotated(1);
        var terminated =
                pod.getStatus().getContainerStatuses().get(0).getState().getTerminated();
        terminated.setExitCode(exitCode);
        terminated.setReason(reason);

        assertThat(conversion.annotated(pod, decision(pod)).getContainersList()).hasSize(expected);
    }

    @Test
    void takesTheStartOfAPodThatTheKubeletTurnedAwayForItsEnd() {
        Pod pod = SamplePods.annotated(1);
        pod.getStatus().setContainerStatuses(null);
        pod.getStatus().setReason("OutOfcpu");
        pod.getStatus().setStartTime("2026-03-01T11:59:00Z");

        FailureEvent event = conversion.annotated(pod, decision(pod));

        assertThat(event.getOccurTime()).isEqualTo(timestamp("2026-03-01T11:59:00Z"));
        assertThat(event.getPodReason()).isEqualTo("OutOfcpu");
    }

    @Test
    void knowsNoTimeOfAPodThatTellsNone() {
        Pod pod = SamplePods.annotated(1);
        pod.getStatus().getContainerStatuses().get(0).getState().getTerminated().setFinishedAt("soon");
        pod.getMetadata().getAnnotations().put(PodAnnotations.PREFIX + "classified-at", "+999999999-12-31T23:59:59Z");

        FailureEvent event = conversion.annotated(pod, decision(pod));

        assertThat(event.hasOccurTime()).isFalse();
        assertThat(event.hasClassifyTime()).isFalse();
    }

    @Property(tries = 300)
    void boundsAndKeepsWellFormedWhateverAPodSays(@ForAll @StringLength(max = 6_000) String text)
            throws InvalidProtocolBufferException {
        EventConversion withAll = new EventConversion(new EventContent("", Set.of("app"), 1_024, true));
        Pod pod = withMessage(text);
        pod.getMetadata().getAnnotations().replaceAll((key, value) -> key.endsWith("event-id") ? value : text);
        pod.getMetadata().setLabels(Map.of("app", text));
        pod.getSpec().setNodeName(text);
        pod.getStatus().setReason(text);
        pod.getStatus().getContainerStatuses().get(0).setName(text);

        FailureEvent event = withAll.annotated(pod, decision(pod));

        assertThat(event.getSerializedSize()).isLessThan(5_000);
        assertThat(event.getClassification().getCategory()).doesNotContainPattern("\\p{Cntrl}");
        assertThat(FailureEvent.parseFrom(event.toByteString())).isEqualTo(event);
    }

    private static Pod withMessage(String message) {
        Pod pod = SamplePods.annotated(1);
        pod.getStatus().getContainerStatuses().get(0).getState().getTerminated().setMessage(message);
        return pod;
    }

    private static PodAnnotations decision(Pod pod) {
        return PodAnnotations.read(pod).orElseThrow();
    }

    private static Timestamp timestamp(String time) {
        return Times.timestamp(Instant.parse(time));
    }
}
