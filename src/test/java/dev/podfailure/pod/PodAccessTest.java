package dev.podfailure.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.failure.EventId;
import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.metrics.FailureMetrics.CommitError;
import dev.podfailure.pod.FakePodApi.Trouble;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodAccessTest {
    private static final String UID_IMMUTABLE = """
            {"kind": "Status", "code": 422, "message": "Pod is invalid",
             "details": {"causes": [{"reason": "FieldValueInvalid", "field": "metadata.uid"}]}}
            """;

    private final Pod pod = TestPods.failed(64).build();
    private final FakePodApi api = new FakePodApi(pod);
    private final PodAccess access = new PodAccess(api.client(), Duration.ofSeconds(2));

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void writesTheRecordOnThisVersionOfThisPod() {
        assertThat(commit()).isEqualTo(new CommitAnswer.Accepted("101"));
        assertThat(api.requests)
                .containsExactly("PATCH /api/v1/namespaces/batch/pods/job-1/status?fieldManager=podfailure");
        assertThat(api.patches.getFirst().at("/metadata/uid").asText()).isEqualTo("6d1a3a2e-0001");
        assertThat(api.patches.getFirst().at("/metadata/resourceVersion").asText())
                .isEqualTo("100");
        assertThat(api.stored().flatMap(PodAnnotations::read)).contains(record());
    }

    @Test
    void removesWhatAnEarlierRevisionWrote() {
        commit();

        assertThat(api.patches.getFirst().at("/metadata/annotations").has("podfailure.dev/hint"))
                .isTrue();
        assertThat(api.patches
                        .getFirst()
                        .at("/metadata/annotations/podfailure.dev~1hint")
                        .isNull())
                .isTrue();
    }

    @Test
    void sendsTheTimeAlwaysWithMilliseconds() {
        commit();

        assertThat(api.patches
                        .getFirst()
                        .at("/metadata/annotations/podfailure.dev~1classified-at")
                        .asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    }

    @Test
    void aMissingPodIsGone() {
        api.remove();

        assertThat(commit()).isEqualTo(new CommitAnswer.Gone());
    }

    @Test
    void aChangedPodIsAConflict() {
        api.touch("105");

        assertThat(commit()).isEqualTo(new CommitAnswer.Conflict());
    }

    @Test
    void anotherPodOfThisNameIsGone() {
        api.trouble(Trouble.answer(422, UID_IMMUTABLE));

        assertThat(commit()).isEqualTo(new CommitAnswer.Gone());
    }

    @ParameterizedTest
    @CsvSource({"400", "401", "403", "413", "422"})
    void aRefusalCarriesTheServersWords(int code) {
        api.trouble(Trouble.answer(code, "{\"message\": \"not by you\"}"));

        assertThat(commit()).isEqualTo(new CommitAnswer.Refused(code, "not by you"));
    }

    @Test
    void aBusyServerSaysWhenToComeAgain() {
        api.trouble(new Trouble(false, 429, "Too many requests", Map.of("Retry-After", "7")));

        assertThat(commit()).isEqualTo(new CommitAnswer.Unclear(CommitError.THROTTLED, Duration.ofSeconds(7)));
        assertThat(api.requests).hasSize(1);
    }

    @Test
    void aCommitWhoseAnswerIsLostIsFoundOnThePod() {
        api.trouble(Trouble.resetAfterCommit());

        assertThat(commit()).isEqualTo(new CommitAnswer.Accepted("101"));
        assertThat(api.patches).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void aCommitThatAnErrorHidesIsFoundOnThePod(int code) {
        api.trouble(new Trouble(true, code, "{}", Map.of()));

        assertThat(commit()).isEqualTo(new CommitAnswer.Accepted("101"));
    }

    @Test
    void aBodyThatIsNoObjectProvesNothing() {
        api.trouble(Trouble.answer(200, "<html>a proxy</html>"));

        assertThat(commit()).isEqualTo(new CommitAnswer.Unclear(CommitError.NO_ANSWER, Duration.ZERO));
    }

    @Test
    void aLostRequestIsUnclear() {
        api.trouble(Trouble.resetBeforeCommit());

        assertThat(commit()).isEqualTo(new CommitAnswer.Unclear(CommitError.NO_ANSWER, Duration.ZERO));
    }

    @Test
    void aRecordOfAnotherReplicaIsNotOurs() {
        api.trouble(Trouble.resetAfterCommit());
        PodAnnotations other = record(TestPods.NOW.toEpochMilli(), "replica-2");
        access.commit(pod, other);
        api.trouble(Trouble.resetBeforeCommit());

        assertThat(commit()).isEqualTo(new CommitAnswer.Unclear(CommitError.NO_ANSWER, Duration.ZERO));
    }

    @Test
    void anUnreadablePodIsUnclear() {
        api.trouble(Trouble.resetAfterCommit()).failReads(1);

        assertThat(commit()).isEqualTo(new CommitAnswer.Unclear(CommitError.NO_ANSWER, Duration.ZERO));
    }

    @Test
    void readsOnlyThePodOfThisUid() {
        Pod earlier = TestPods.failed(64)
                .editMetadata()
                .withUid("earlier")
                .endMetadata()
                .build();

        assertThat(access.read(earlier)).isEqualTo(new PodReading.Gone());
        assertThat(access.read(pod)).isInstanceOf(PodReading.Found.class);
    }

    private CommitAnswer commit() {
        return access.commit(pod, record());
    }

    private static PodAnnotations record() {
        return record(TestPods.NOW.toEpochMilli(), "replica-1");
    }

    private static PodAnnotations record(long millis, String by) {
        return new PodAnnotations(
                "user",
                "config",
                "podfailure-system/platform/config",
                "set-uid/1",
                "onExitCodes container=main exitCode=64",
                "",
                "",
                "",
                EventId.ofPod("6d1a3a2e-0001"),
                0,
                java.time.Instant.ofEpochMilli(millis),
                by);
    }
}
