package dev.podfailure.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import dev.podfailure.events.v1alpha1.FailureEvent;
import dev.podfailure.events.v1alpha1.FailureFilter;
import dev.podfailure.events.v1alpha1.Gap;
import dev.podfailure.events.v1alpha1.LossPolicy;
import dev.podfailure.events.v1alpha1.WatchRequest;
import dev.podfailure.events.v1alpha1.WatchResponse;
import io.fabric8.kubernetes.api.model.Pod;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamCursorTest {
    private static final Duration SETTLE = Duration.ofSeconds(10);

    private final SteppedClock clock = new SteppedClock();
    private final List<Gap> losses = new ArrayList<>();
    private FailureEventLog log = log(100);

    @Test
    void sendsASnapshotThenTheMarkThenWhatIsNew() {
        see(1, 3);
        StreamCursor cursor = cursor(snapshot());

        assertThat(frames(cursor)).containsExactly("replayed 1 2 3", "end of initial events");
        see(4, 5);
        assertThat(frames(cursor)).containsExactly("live 4 5");
    }

    @Test
    void leavesOutOfASnapshotWhatIsGoneOrReplaced() {
        see(1, 3);
        log.gone(SamplePods.annotated(1));
        log.seen(SamplePods.revised(2, 1));

        assertThat(frames(cursor(snapshot()))).containsExactly("replayed 3 2", "end of initial events");
    }

    @Test
    void sendsANewRevisionOfTheSnapshotOnceWhileItIsUnderWay() {
        see(1, 4);
        StreamCursor cursor = cursor(snapshot().toBuilder().setMaxBatchSize(2).build());

        assertThat(frame(cursor)).isEqualTo("replayed 1 2");
        log.seen(SamplePods.revised(4, 1));

        assertThat(frames(cursor)).containsExactly("replayed 3", "end of initial events", "live 4");
    }

    @Test
    void beginsNowIfNotToldOtherwise() {
        see(1, 3);
        StreamCursor cursor = cursor(WatchRequest.getDefaultInstance());

        assertThat(frames(cursor)).containsExactly("end of initial events");
        see(4, 4);
        assertThat(frames(cursor)).containsExactly("live 4");
    }

    @Test
    void cutsBatchesToTheSizeThatWasAskedFor() {
        see(1, 3);
        StreamCursor cursor = cursor(snapshot().toBuilder().setMaxBatchSize(2).build());
        assertThat(frames(cursor)).containsExactly("replayed 1 2", "replayed 3", "end of initial events");

        see(4, 6);

        assertThat(frames(cursor)).containsExactly("live 4 5", "live 6");
    }

    @Test
    void boundsTheSizeOfAFrameInBytes() {
        log = log(2_000);
        see(1, 1_000);
        StreamSettings settings = StreamSettings.DEFAULT;
        WatchPlan plan = WatchPlan.of(snapshot(), settings);
        StreamCursor cursor = cursor(new WatchPlan(
                plan.filter(),
                plan.mask(),
                plan.start(),
                false,
                settings.bookmarkInterval(),
                Integer.MAX_VALUE,
                false));

        List<WatchResponse> frames = responses(cursor);

        assertThat(frames).allMatch(frame -> frame.getSerializedSize() < 140 * 1024);
        assertThat(events(frames)).hasSize(1_000);
    }

    @Test
    void endsOnceEverythingWasSentIfAskedTo() {
        see(1, 2);
        StreamCursor cursor = cursor(snapshot().toBuilder().setStopAtEnd(true).build());

        assertThat(frame(cursor)).isEqualTo("replayed 1 2");
        assertThat(frame(cursor)).isEqualTo("end of initial events");
        assertThat(cursor.next()).isInstanceOf(Step.Complete.class);
    }

    @Test
    void resumesAfterEachFrameWithoutLossOrRepetition() {
        see(1, 5);
        for (WatchResponse seen :
                responses(cursor(snapshot().toBuilder().setMaxBatchSize(2).build()))) {
            int last = seen.hasEvents()
                    ? number(seen.getEvents().getEvents(seen.getEvents().getEventsCount() - 1))
                    : 5;

            assertThat(events(responses(cursor(resume(seen.getResumeToken())))))
                    .as("after %s", describe(seen))
                    .containsExactlyElementsOf(numbers(last + 1, 5));
        }
    }

    @Test
    void resumesInTheLogAfterEventsThatTheFilterLeftOut() {
        see(1, 3);
        StreamCursor cursor = cursor(WatchRequest.newBuilder()
                .addExclude(FailureFilter.newBuilder().addCategories("user"))
                .setSnapshot(true)
                .build());
        ByteString token = last(responses(cursor)).getResumeToken();
        see(4, 4);

        assertThat(events(responses(cursor(resume(token))))).containsExactly(4);
    }

    @Test
    void tellsOfAGapAndSendsASnapshotIfTheTokenIsTooOld() {
        log = log(3);
        see(1, 2);
        ByteString token = last(responses(cursor(snapshot()))).getResumeToken();
        see(3, 6);
        log.gone(SamplePods.annotated(3));

        assertThat(frames(cursor(resume(token))))
                .containsExactly("gap TOKEN_EXPIRED of 1", "replayed 1 2 4 5 6", "end of initial events");
    }

    @Test
    void tellsASlowClientHowMuchItMissed() {
        log = log(3);
        StreamCursor cursor = cursor(WatchRequest.getDefaultInstance());
        frames(cursor);

        see(1, 8);

        assertThat(frames(cursor)).containsExactly("gap SLOW_CONSUMER of 5", "live 6 7 8");
        assertThat(losses).extracting(Gap::getLostEvents).containsExactly(5L);
    }

    @Test
    void tellsAClientThatIsOvertakenDuringTheSnapshot() {
        log = log(3);
        see(1, 3);
        StreamCursor cursor = cursor(snapshot().toBuilder().setMaxBatchSize(2).build());
        assertThat(frame(cursor)).isEqualTo("replayed 1 2");

        see(4, 8);

        assertThat(frames(cursor))
                .containsExactly("replayed 3", "gap SLOW_CONSUMER of 2", "end of initial events", "live 6 7", "live 8");
    }

    @Test
    void tellsThatTheViewOfTheClusterWasInterruptedWhereItWas() {
        StreamCursor cursor = cursor(WatchRequest.getDefaultInstance());
        frames(cursor);
        see(1, 2);
        log.watching(2_000, true);
        see(3, 3);

        assertThat(frames(cursor)).containsExactly("live 1 2", "gap UPSTREAM_WATCH_GAP", "live 3");
    }

    @Test
    void endsTheStreamOfAClientThatCannotBearLoss() {
        log = log(3);
        StreamCursor cursor = cursor(WatchRequest.newBuilder()
                .setLossPolicy(LossPolicy.LOSS_POLICY_FAIL)
                .build());
        frames(cursor);
        see(1, 4);

        Step step = cursor.next();

        assertThat(step).isInstanceOfSatisfying(Step.Fail.class, fail -> {
            assertThat(fail.error().getStatus().getCode()).isEqualTo(Status.Code.OUT_OF_RANGE);
            assertThat(Details.of(fail.error(), ErrorInfo.class).getReason()).isEqualTo("SLOW_CONSUMER");
            assertThat(Details.of(fail.error(), Gap.class).getLostEvents()).isEqualTo(1);
        });
    }

    @Test
    void sendsWhatWasClassifiedSinceATimeThatItStillKnows() {
        log = log(2);
        Instant noon = SteppedClock.START;
        log.seen(SamplePods.classifiedAt(1, noon.plusSeconds(1)));
        log.seen(SamplePods.classifiedAt(2, noon.plusSeconds(2)));
        log.seen(SamplePods.classifiedAt(3, noon.minusSeconds(60)));
        log.seen(SamplePods.classifiedAt(4, noon.plusSeconds(4)));
        log.gone(SamplePods.classifiedAt(4, noon));

        assertThat(frames(cursor(since(noon.plusSeconds(2)))))
                .containsExactly("replayed 2", "replayed 4", "end of initial events");
    }

    @Test
    void sendsEverythingNewToAClientThatAskedForATime() {
        StreamCursor cursor = cursor(since(SteppedClock.START));
        frames(cursor);

        log.seen(SamplePods.classifiedAt(1, SteppedClock.START.minusSeconds(3_600)));

        assertThat(frames(cursor)).containsExactly("live 1");
    }

    @Test
    void tellsThatItDoesNotKnowWhatWasGoneBeforeItsLogBegan() {
        see(1, 1);

        assertThat(frames(cursor(since(SamplePods.CLASSIFIED_AT))))
                .containsExactly("gap SINCE_NOT_RETAINED", "replayed 1", "end of initial events");
    }

    @Test
    void resumesOnAnotherReplicaThatSawTheSame() {
        FailureEventLog other = log(100);
        log.watching(1_000, false);
        other.watching(1_000, false);
        clock.advance(SETTLE.plusSeconds(1));
        SamplePods.annotated(1, 3).forEach(pod -> seeEverywhere(pod, other));
        clock.advance(SETTLE.plusSeconds(1));
        ByteString token = last(responses(cursor(snapshot()))).getResumeToken();
        SamplePods.annotated(4, 5).forEach(pod -> seeEverywhere(pod, other));
        log = other;

        assertThat(frames(cursor(resume(token)))).containsExactly("replayed 4 5", "end of initial events");
    }

    @Test
    void repeatsOnAnotherReplicaWhatMayHaveComeInOutOfOrder() {
        FailureEventLog other = log(100);
        log.watching(1_000, false);
        other.watching(1_000, false);
        clock.advance(SETTLE.plusSeconds(1));
        seeEverywhere(SamplePods.annotated(1), other);
        clock.advance(SETTLE.plusSeconds(1));
        log.seen(SamplePods.annotated(5));
        ByteString token = last(responses(cursor(snapshot()))).getResumeToken();
        other.seen(SamplePods.annotated(4));
        other.seen(SamplePods.annotated(5));
        log = other;

        assertThat(frames(cursor(resume(token)))).containsExactly("replayed 4 5", "end of initial events");
    }

    @Test
    void resumesInAQuietClusterOnAReplicaThatListedBefore() {
        FailureEventLog other = log(100);
        other.watching(1_000, false);
        log.watching(1_010, false);
        clock.advance(SETTLE.plusSeconds(1));
        ByteString token = last(responses(cursor(snapshot()))).getResumeToken();
        other.seen(SamplePods.annotated(50));
        log = other;

        assertThat(frames(cursor(resume(token)))).containsExactly("replayed 50", "end of initial events");
    }

    @Test
    void tellsOfTheInterruptionOfTheOtherReplicaIfItMayHaveMissedSomethingSince() {
        FailureEventLog other = log(100);
        log.watching(1_000, false);
        other.watching(1_000, false);
        clock.advance(SETTLE.plusSeconds(1));
        seeEverywhere(SamplePods.annotated(1), other);
        log.seen(SamplePods.annotated(5));
        clock.advance(SETTLE.plusSeconds(1));
        ByteString token = last(responses(cursor(snapshot()))).getResumeToken();
        other.watching(1_009, true);
        log = other;

        assertThat(frames(cursor(resume(token)))).containsExactly("gap UPSTREAM_WATCH_GAP", "end of initial events");
    }

    @ParameterizedTest
    @CsvSource({"true, false", "false, true"})
    void tellsOfAGapIfItCannotKnowWhatCameBetween(boolean singleWatch, boolean seenByBoth) {
        FailureEventLog other =
                new FailureEventLog(EventContent.of(""), new LogSettings(100, singleWatch, SETTLE), clock);
        log.watching(1_000, false);
        other.watching(seenByBoth ? 1_000 : 1_002, false);
        clock.advance(SETTLE.plusSeconds(1));
        log.seen(SamplePods.annotated(1));
        if (seenByBoth) {
            other.seen(SamplePods.annotated(1));
        }
        clock.advance(SETTLE.plusSeconds(1));
        ByteString token = last(responses(cursor(snapshot()))).getResumeToken();
        log = other;
        see(2, 2);

        assertThat(frames(cursor(resume(token))).get(0)).isEqualTo("gap STREAM_CHANGED");
    }

    @Test
    void doesNotTakeATokenOfAPositionThatIsNotThere() {
        see(1, 3);
        ByteString token = last(responses(cursor(snapshot()))).getResumeToken();
        ResumeToken read = ResumeToken.decode(token).orElseThrow();

        assertThat(log.store()
                        .open(new Start.Resume(new ResumeToken(read.incarnation(), Position.inLog(4), read.version()))))
                .isEmpty();
    }

    private void seeEverywhere(Pod pod, FailureEventLog other) {
        log.seen(pod);
        other.seen(pod);
    }

    private void see(int first, int last) {
        SamplePods.annotated(first, last).forEach(log::seen);
    }

    private FailureEventLog log(int capacity) {
        return new FailureEventLog(EventContent.of(""), new LogSettings(capacity, true, SETTLE), clock);
    }

    private StreamCursor cursor(WatchRequest request) {
        return cursor(WatchPlan.of(request, StreamSettings.DEFAULT));
    }

    private StreamCursor cursor(WatchPlan plan) {
        Opening opening = log.store().open(plan.start()).orElseThrow();
        return new StreamCursor(log.store(), plan, opening, clock, losses::add);
    }

    private static WatchRequest snapshot() {
        return WatchRequest.newBuilder().setSnapshot(true).build();
    }

    private static WatchRequest since(Instant time) {
        return WatchRequest.newBuilder().setSince(Times.timestamp(time)).build();
    }

    private static WatchRequest resume(ByteString token) {
        return WatchRequest.newBuilder().setResumeToken(token).build();
    }

    private static List<String> frames(StreamCursor cursor) {
        return responses(cursor).stream().map(StreamCursorTest::describe).toList();
    }

    private static String frame(StreamCursor cursor) {
        return describe(((Step.Send) cursor.next()).frame());
    }

    private static List<WatchResponse> responses(StreamCursor cursor) {
        List<WatchResponse> frames = new ArrayList<>();
        while (frames.size() < 1_000) {
            switch (cursor.next()) {
                case Step.Send send -> frames.add(send.frame());
                case Step.Fail fail -> throw fail.error();
                case Step.Wait ignored -> {
                    return frames;
                }
                case Step.Complete ignored -> {
                    return frames;
                }
            }
        }
        throw new AssertionError("the stream does not come to rest");
    }

    private static String describe(WatchResponse frame) {
        assertThat(ResumeToken.decode(frame.getResumeToken())).isPresent();
        return switch (frame.getFrameCase()) {
            case EVENTS ->
                (frame.getEvents().getReplayed() ? "replayed" : "live")
                        + frame.getEvents().getEventsList().stream()
                                .map(event -> " " + number(event))
                                .reduce("", String::concat);
            case BOOKMARK -> frame.getBookmark().getInitialEventsEnd() ? "end of initial events" : "bookmark";
            case GAP ->
                "gap "
                        + frame.getGap().getReason().name().substring("GAP_REASON_".length())
                        + (frame.getGap().hasLostEvents()
                                ? " of " + frame.getGap().getLostEvents()
                                : "");
            case FRAME_NOT_SET -> "nothing";
        };
    }

    private static List<Integer> events(List<WatchResponse> frames) {
        return frames.stream()
                .flatMap(frame -> frame.getEvents().getEventsList().stream())
                .map(StreamCursorTest::number)
                .toList();
    }

    private static List<Integer> numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }

    private static int number(FailureEvent event) {
        return Integer.parseInt(event.getPod().getName().substring("pod-".length()));
    }

    private static WatchResponse last(List<WatchResponse> frames) {
        return frames.get(frames.size() - 1);
    }
}
