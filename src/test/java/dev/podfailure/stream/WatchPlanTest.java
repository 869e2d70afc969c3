package dev.podfailure.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.TextFormat;
import com.google.protobuf.UnknownFieldSet;
import com.google.rpc.BadRequest;
import dev.podfailure.events.v1alpha1.FailureFilter;
import dev.podfailure.events.v1alpha1.FailureKind;
import dev.podfailure.events.v1alpha1.LossPolicy;
import dev.podfailure.events.v1alpha1.WatchRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WatchPlanTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "include {}                                             | include[0]",
                "include {namespaces: 'a'} include {namespaces: ''}     | include[1].namespaces[0]",
                "exclude {namespaces: ['a', 'B']}                       | exclude[0].namespaces[1]",
                "include {categories: 'no spaces'}                      | include[0].categories[0]",
                "include {categories: ''}                               | include[0].categories[0]",
                "include {subcategories: '-x'}                          | include[0].subcategories[0]",
                "include {ruleset_names: 'ops/platform'}                | include[0].ruleset_names[0]",
                "include {kinds: FAILURE_KIND_UNSPECIFIED}              | include[0].kinds[0]",
                "since {seconds: 253402300800}                          | since",
                "since {seconds: 1 nanos: -1}                           | since",
                "resume_token: ''                                       | resume_token",
                "resume_token: 'garbage'                                | resume_token",
                "bookmark_interval {}                                   | bookmark_interval",
                "bookmark_interval {seconds: -1}                        | bookmark_interval",
                "bookmark_interval {seconds: 400000000000}              | bookmark_interval",
            })
    void refusesWhatCannotBeAndNamesTheField(String request, String field) throws TextFormat.ParseException {
        StatusRuntimeException error = refusal(TextFormat.parse(request, WatchRequest.class));

        assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(error).hasMessageContaining(field + ": ");
        assertThat(violations(error))
                .extracting(BadRequest.FieldViolation::getField)
                .containsExactly(field);
    }

    @Test
    void tellsAllThatIsWrongAtOnce() throws TextFormat.ParseException {
        StatusRuntimeException error = refusal(
                TextFormat.parse("include {namespaces: 'A' categories: '!'} resume_token: 'x'", WatchRequest.class));

        assertThat(violations(error)).hasSize(3);
    }

    @Test
    void doesNotRepeatTerminalEscapesOfARequest() {
        StatusRuntimeException error = refusal(WatchRequest.newBuilder()
                .addInclude(FailureFilter.newBuilder().addNamespaces("\u001b[2J"))
                .build());

        assertThat(error.getMessage()).doesNotContain("\u001b").contains("\\u001b[2J");
    }

    static Stream<WatchRequest> oversized() {
        FailureFilter one = FailureFilter.newBuilder().addNamespaces("a").build();
        return Stream.of(
                WatchRequest.newBuilder()
                        .addAllInclude(Collections.nCopies(33, one))
                        .build(),
                WatchRequest.newBuilder()
                        .addExclude(FailureFilter.newBuilder().addAllCategories(Collections.nCopies(257, "a")))
                        .build());
    }

    @ParameterizedTest
    @MethodSource("oversized")
    void boundsFilters(WatchRequest request) {
        assertThat(refusal(request)).hasMessageContaining("at most");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "include {label_selector: 'app=x'} | include[0].label_selector | asks for the label app; of a pod's labels, events carry these: team",
                "include {label_selector: 'team in a'} | include[0].label_selector | \"team in a\" is none of: key, !key",
                "exclude {label_selector: 'team=!'} | exclude[0].label_selector | is none of",
                "read_mask {paths: 'event_id' paths: 'nothing'} | read_mask.paths[1] | \"nothing\" is no field of FailureEvent"
            })
    void namesTheFieldThatItCannotRead(String request, String field, String description)
            throws TextFormat.ParseException {
        WatchRequest parsed = TextFormat.parse(request, WatchRequest.class);
        StreamSettings settings = StreamSettings.DEFAULT.withLabels(Set.of("team"));

        StatusRuntimeException error =
                catchThrowableOfType(StatusRuntimeException.class, () -> WatchPlan.of(parsed, settings));

        assertThat(violations(error)).singleElement().satisfies(violation -> {
            assertThat(violation.getField()).isEqualTo(field);
            assertThat(violation.getDescription()).contains(description);
        });
    }

    static Stream<WatchRequest> unserved() throws TextFormat.ParseException {
        UnknownFieldSet field99 = UnknownFieldSet.newBuilder()
                .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build();
        return Stream.of(
                WatchRequest.newBuilder().setUnknownFields(field99).build(),
                WatchRequest.newBuilder()
                        .addInclude(
                                FailureFilter.newBuilder().addNamespaces("a").setUnknownFields(field99))
                        .build(),
                WatchRequest.newBuilder()
                        .addInclude(FailureFilter.newBuilder().addKindsValue(77))
                        .build(),
                WatchRequest.newBuilder().setLossPolicyValue(77).build());
    }

    @ParameterizedTest
    @MethodSource("unserved")
    void saysWhatItDoesNotServeRatherThanSendMoreThanWasAskedFor(WatchRequest request) {
        StatusRuntimeException error = refusal(request);

        assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
        assertThat(error.getStatus().getDescription())
                .containsAnyOf("<field number 99>", "kinds[0] (77)", "loss_policy");
    }

    @ParameterizedTest
    @CsvSource({"0, 500", "1, 1", "499, 499", "501, 500", "-1, 500"})
    void keepsTheBatchSizeInItsBounds(int asked, int given) {
        WatchRequest request = WatchRequest.newBuilder().setMaxBatchSize(asked).build();

        assertThat(WatchPlan.of(request, StreamSettings.DEFAULT).maxBatchSize()).isEqualTo(given);
    }

    @ParameterizedTest
    @CsvSource({"PT0.001S, PT1S", "PT30S, PT30S", "PT24H, PT1M"})
    void keepsTheBookmarkIntervalInItsBounds(Duration asked, Duration given) {
        WatchRequest request = WatchRequest.newBuilder()
                .setBookmarkInterval(Times.duration(asked))
                .build();

        assertThat(WatchPlan.of(request, StreamSettings.DEFAULT).bookmarkInterval())
                .isEqualTo(given);
    }

    @Test
    void asksForNothingByDefault() {
        WatchPlan plan = WatchPlan.of(WatchRequest.getDefaultInstance(), StreamSettings.DEFAULT);

        assertThat(plan.start()).isEqualTo(new Start.Now());
        assertThat(plan.failOnLoss()).isFalse();
        assertThat(plan.stopAtEnd()).isFalse();
        assertThat(plan.bookmarkInterval()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void takesAFalseSnapshotForNone() {
        WatchRequest request = WatchRequest.newBuilder().setSnapshot(false).build();

        assertThat(WatchPlan.of(request, StreamSettings.DEFAULT).start()).isEqualTo(new Start.Now());
    }

    @Test
    void readsWhatItServes() {
        ByteString token = new ResumeToken(1, Position.inLog(4), 0).encode();
        WatchRequest request = WatchRequest.newBuilder()
                .addInclude(FailureFilter.newBuilder().addKinds(FailureKind.FAILURE_KIND_POD_FAILED))
                .setResumeToken(token)
                .setLossPolicy(LossPolicy.LOSS_POLICY_FAIL)
                .setStopAtEnd(true)
                .build();

        WatchPlan plan = WatchPlan.of(request, StreamSettings.DEFAULT);

        assertThat(plan.start()).isEqualTo(new Start.Resume(new ResumeToken(1, Position.inLog(4), 0)));
        assertThat(plan.failOnLoss()).isTrue();
        assertThat(plan.stopAtEnd()).isTrue();
    }

    private static StatusRuntimeException refusal(WatchRequest request) {
        return catchThrowableOfType(StatusRuntimeException.class, () -> WatchPlan.of(request, StreamSettings.DEFAULT));
    }

    private static List<BadRequest.FieldViolation> violations(StatusRuntimeException error) {
        return Details.of(error, BadRequest.class).getFieldViolationsList();
    }
}
