package dev.podfailure.push;

import static dev.podfailure.events.v1alpha1.PublishOutcome.PUBLISH_OUTCOME_DUPLICATE;
import static dev.podfailure.events.v1alpha1.PublishOutcome.PUBLISH_OUTCOME_REJECTED;
import static dev.podfailure.events.v1alpha1.PublishOutcome.PUBLISH_OUTCOME_RETRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import dev.podfailure.events.v1alpha1.FailureEvent;
import dev.podfailure.events.v1alpha1.PublishRequest;
import dev.podfailure.events.v1alpha1.PublishResponse;
import dev.podfailure.metrics.OperatorMetrics;
import dev.podfailure.push.SinkTiming.Pauses;
import dev.podfailure.stream.EventContent;
import dev.podfailure.stream.FailureEventLog;
import dev.podfailure.stream.LogSettings;
import dev.podfailure.stream.SamplePods;
import dev.podfailure.tls.UnusableFileException;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventSinksTest {
    private static final int CAPACITY = 500;

    /** As in use, only faster. */
    private static final SinkTiming FAST = new SinkTiming(
            Duration.ofSeconds(5),
            new Pauses(Duration.ofMillis(10), Duration.ofMillis(50)),
            new Pauses(Duration.ofMillis(20), Duration.ofMillis(100)),
            Duration.ofMinutes(1),
            Duration.ofSeconds(5));

    private static final Duration HOURS = Duration.ofHours(2);

    private final FailureEventLog log = new FailureEventLog(
            EventContent.of("c"), new LogSettings(CAPACITY, true, Duration.ofSeconds(10)), Clock.systemUTC());
    private final OperatorMetrics metrics = new OperatorMetrics(10, Map.of());
    private final ReferenceReceiver receiver = ReferenceReceiver.start();
    private final ReferenceReceiver other = ReferenceReceiver.start();
    private final AtomicBoolean leading = new AtomicBoolean(true);
    private final List<EventSinks> started = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void close() {
        end.countDown();
        started.forEach(EventSinks::close);
        receiver.close();
        other.close();
        metrics.close();
    }

    @Test
    void sendsThePodsThatExistAndThenWhatIsNew() {
        see(1, 700);
        start(FAST, receiver);

        awaitPods(receiver, 1, 700);
        see(701, 710);

        awaitPods(receiver, 701, 710);
        assertThat(receiver.repeated()).isZero();
        assertThat(receiver.mostCallsAtATime()).isEqualTo(1);
        await().untilAsserted(
                        () -> assertThat(metric("events_sent_total", "a", "")).isEqualTo(710));
        assertThat(metric("events_waiting", "a", "")).isZero();
        assertThat(metric("oldest_waiting_seconds", "a", "")).isZero();
    }

    @Test
    void numbersItsBatchesAndSaysWhoSends() {
        see(1, 500);
        start(FAST, receiver);
        awaitPods(receiver, 1, 500);

        List<PublishRequest> requests = receiver.requests();

        assertThat(requests).extracting(PublishRequest::getBatchSequence).containsExactly(1L, 2L, 3L);
        assertThat(requests).extracting(PublishRequest::getSource).containsOnly("replica-0");
        assertThat(requests).extracting(PublishRequest::getAttempt).containsOnly(0);
    }

    @Test
    void sendsNothingUntilThisReplicaLeads() {
        leading.set(false);
        see(1, 5);
        EventSinks sinks = start(FAST, receiver);
        see(6, 10);
        assertThat(receiver.requests()).isEmpty();
        assertThat(metric("events_waiting", "a", "")).isZero();

        leading.set(true);
        sinks.lead();

        awaitPods(receiver, 1, 10);
    }

    @Test
    void sendsEverythingAgainWhenThisReplicaLeadsAgain() {
        EventSinks sinks = start(FAST, receiver);
        see(1, 20);
        awaitPods(receiver, 1, 20);
        leading.set(false);
        see(21, 25);

        leading.set(true);
        sinks.lead();

        awaitPods(receiver, 21, 25);
        // The new ones may have been on their way when the lead came back: then they come once more, too.
        await().untilAsserted(() -> assertThat(receiver.repeated()).isGreaterThanOrEqualTo(20));
    }

    @Test
    void waitsForAReceiverThatIsDown() {
        receiver.down();
        see(1, 20);
        start(FAST, receiver);
        await().until(() -> metric("calls_total", "a", "UNAVAILABLE") > 2);
        assertThat(metric("events_waiting", "a", "")).isEqualTo(20);
        await().until(() -> metric("oldest_waiting_seconds", "a", "") > 0);

        receiver.up();

        awaitPods(receiver, 1, 20);
        assertThat(metric("events_retried_total", "a", "")).isGreaterThanOrEqualTo(20);
        assertThat(dropped("a")).isZero();
    }

    @Test
    void aReceiverThatWasDownForLongGetsThePodsThatExistAndTheRestIsCounted() {
        start(FAST, receiver);
        see(1, 1);
        awaitPods(receiver, 1, 1);
        receiver.down();
        see(2, 2);
        await().until(() -> metric("calls_total", "a", "UNAVAILABLE") > 0);
        see(3, 1_000);
        delete(3, 42);
        receiver.up();

        awaitPods(receiver, 43, 1_000);

        assertThat(receiver.pods()).contains("pod-2").doesNotContain("pod-3", "pod-42");
        assertThat(metric("events_dropped_total", "a", "overtaken")).isEqualTo(40);
    }

    @Test
    void oneThatHangsHoldsUpNobodyElse() {
        receiver.answer(this::hang);
        start(FAST.withCall(HOURS), receiver, other);

        see(1, 1_000);

        awaitPods(other, 1, 1_000);
        assertThat(receiver.requests()).hasSize(1);
        assertThat(metric("events_waiting", "a", "")).isEqualTo(1_000);
        assertThat(metric("events_waiting", "b", "")).isZero();
    }

    @Test
    void aCallThatTakesTooLongIsBrokenOffAndMadeAgain() {
        AtomicInteger calls = new AtomicInteger();
        receiver.answer(request -> calls.incrementAndGet() == 1 ? hang(request) : Optional.empty());
        start(FAST.withCall(Duration.ofMillis(200)), receiver);

        see(1, 1);

        awaitPods(receiver, 1, 1);
        assertThat(metric("calls_total", "a", "DEADLINE_EXCEEDED")).isPositive();
        assertThat(receiver.requests().getFirst().getBatchSequence())
                .isEqualTo(receiver.requests().getLast().getBatchSequence());
        assertThat(receiver.requests().getLast().getAttempt()).isPositive();
    }

    @Test
    void sendsAnEventAgainThatTheReceiverCouldNotTakeNow() {
        AtomicInteger asked = new AtomicInteger();
        receiver.answer(request -> ReferenceReceiver.outcome(
                request, PUBLISH_OUTCOME_RETRY, event -> isPod(event, 7) && asked.incrementAndGet() < 4));
        see(1, 10);
        start(FAST, receiver);

        awaitPods(receiver, 1, 10);

        assertThat(receiver.repeated()).as("the others are not sent again").isZero();
        assertThat(metric("events_retried_total", "a", "")).isEqualTo(3);
        await().untilAsserted(
                        () -> assertThat(metric("events_sent_total", "a", "")).isEqualTo(10));
    }

    @Test
    void takesNothingNewWhileTheReceiverPutsOffWhatItHas() {
        receiver.answer(request -> ReferenceReceiver.outcome(request, PUBLISH_OUTCOME_RETRY, event -> true));
        SinkTiming slow = new SinkTiming(
                FAST.call(), new Pauses(Duration.ofMillis(1), HOURS), FAST.later(), FAST.mostAsked(), FAST.stop());
        start(slow, receiver);

        see(1, 100);
        await().until(() -> receiver.requests().size() > 3);
        receiver.acceptAll();

        awaitPods(receiver, 1, 100);
        assertThat(dropped("a")).isZero();
    }

    @Test
    void dropsAndCountsWhatTheReceiverWillNeverTake() {
        receiver.answer(request -> ReferenceReceiver.outcome(
                request, PUBLISH_OUTCOME_REJECTED, event -> isPod(event, 3) || isPod(event, 5)));
        see(1, 10);
        start(FAST, receiver);

        await().untilAsserted(
                        () -> assertThat(metric("events_sent_total", "a", "")).isEqualTo(8));
        assertThat(metric("events_dropped_total", "a", "rejected")).isEqualTo(2);
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void aDuplicateIsDoneWith() {
        receiver.answer(request -> ReferenceReceiver.outcome(request, PUBLISH_OUTCOME_DUPLICATE, event -> true));
        see(1, 10);
        start(FAST, receiver);

        await().untilAsserted(
                        () -> assertThat(metric("events_sent_total", "a", "")).isEqualTo(10));
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void findsThePoisonAndSendsTheRest() {
        Set<Integer> poison = Set.of(1, 77, 78, 150);
        receiver.answer(request -> refuseIf(request, poison, Status.INVALID_ARGUMENT));
        see(1, 200);
        start(FAST, receiver);

        await().untilAsserted(
                        () -> assertThat(metric("events_sent_total", "a", "")).isEqualTo(196));
        assertThat(receiver.pods()).hasSize(196).doesNotContain("pod-1", "pod-77", "pod-78", "pod-150");
        assertThat(metric("events_dropped_total", "a", "invalid")).isEqualTo(4);
        assertThat(receiver.repeated()).isZero();
        List<Long> sequences = receiver.requests().stream()
                .map(PublishRequest::getBatchSequence)
                .toList();
        assertThat(sequences).doesNotHaveDuplicates().isSorted();
        assertThat(receiver.requests()).extracting(PublishRequest::getAttempt).containsOnly(0);
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"OK", "INVALID_ARGUMENT"},
            mode = EnumSource.Mode.EXCLUDE)
    void dropsNothingForAnErrorOfTheWholeReceiver(Status.Code code) {
        receiver.answer(request -> {
            throw code.toStatus().asRuntimeException();
        });
        see(1, 30);
        start(FAST, receiver);
        await().until(() -> metric("calls_total", "a", code.name()) >= 8);

        receiver.acceptAll();

        awaitPods(receiver, 1, 30);
        assertThat(dropped("a")).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"UNKNOWN", "INTERNAL", "DEADLINE_EXCEEDED", "RESOURCE_EXHAUSTED"})
    void anEventThatTheReceiverBreaksDownOverHoldsUpNoOtherAndIsKept(Status.Code code) {
        receiver.answer(request -> refuseIf(request, Set.of(13), code.toStatus()));
        see(1, 50);
        start(FAST, receiver);

        await().untilAsserted(() -> assertThat(receiver.pods()).hasSize(49).doesNotContain("pod-13"));
        see(51, 60);
        awaitPods(receiver, 51, 60);
        assertThat(metric("events_waiting", "a", "")).isEqualTo(1);

        receiver.acceptAll();

        awaitPods(receiver, 13, 13);
        assertThat(dropped("a")).isZero();
    }

    @Test
    void waitsAsLongAsTheReceiverAsks() {
        AtomicInteger calls = new AtomicInteger();
        receiver.answer(request -> {
            if (calls.getAndIncrement() == 0) {
                throw exhausted(Duration.ofHours(1));
            }
            return Optional.empty();
        });
        start(FAST, receiver);
        see(1, 1);
        await().until(() -> metric("calls_total", "a", "RESOURCE_EXHAUSTED") == 1);

        see(2, 50);

        // With pauses of 10 ms it would have come again many times.
        await().during(Duration.ofMillis(500)).until(() -> receiver.requests().size() == 1);
    }

    @Test
    void anotherRevisionOfAFailureIsAnotherEvent() {
        start(FAST, receiver);
        see(1, 1);
        awaitPods(receiver, 1, 1);

        log.seen(SamplePods.revised(1, 1));

        await().untilAsserted(() -> assertThat(receiver.events())
                .extracting(FailureEvent::getRevision)
                .containsExactly(0, 1));
    }

    @Test
    void sendsWhatWaitsWhenItStops() {
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        receiver.answer(request -> {
            called.countDown();
            waitFor(release);
            return Optional.empty();
        });
        EventSinks sinks = start(FAST, receiver);
        see(1, 1);
        waitFor(called);
        see(2, 30);

        sinks.beginToStop();
        leading.set(false);
        release.countDown();
        sinks.close();

        assertThat(receiver.pods()).isEqualTo(names(1, 30));
    }

    @Test
    void doesNotWaitForeverWhenItStops() {
        receiver.answer(this::hang);
        EventSinks sinks = start(FAST.withCall(HOURS).withStopUpTo(Duration.ofMillis(200)), receiver, other);
        see(1, 1);
        await().until(() -> receiver.requests().size() == 1);

        sinks.close();

        assertThat(receiver.pods()).isEmpty();
        awaitPods(other, 1, 1);
    }

    @Test
    void doesNotTryInVainWhenItStops() {
        receiver.down();
        SinkTiming patient = new SinkTiming(FAST.call(), new Pauses(HOURS, HOURS), FAST.later(), HOURS, HOURS);
        EventSinks sinks = start(patient, receiver);
        see(1, 1);
        await().until(() -> metric("calls_total", "a", "UNAVAILABLE") == 1);

        sinks.close();

        assertThat(metric("calls_total", "a", "UNAVAILABLE")).isEqualTo(1);
    }

    private EventSinks start(SinkTiming timing, ReferenceReceiver... receivers) {
        List<SinkTarget> targets = IntStream.range(0, receivers.length)
                .mapToObj(i -> new SinkTarget(
                        List.of("a", "b").get(i), "127.0.0.1", receivers[i].port(), Optional.empty(), Optional.empty()))
                .toList();
        try {
            EventSinks sinks =
                    new EventSinks(targets, "replica-0", log, leading::get, timing, metrics.sinks(), Clock.systemUTC());
            started.add(sinks);
            sinks.start();
            return sinks;
        } catch (UnusableFileException e) {
            throw new IllegalStateException(e);
        }
    }

    private void see(int first, int last) {
        SamplePods.annotated(first, last).forEach(log::seen);
    }

    private void delete(int first, int last) {
        SamplePods.annotated(first, last).forEach(log::gone);
    }

    private Optional<PublishResponse> hang(PublishRequest request) {
        waitFor(end);
        return Optional.empty();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<PublishResponse> refuseIf(PublishRequest request, Set<Integer> pods, Status status) {
        if (request.getEventsList().stream().anyMatch(event -> pods.stream().anyMatch(pod -> isPod(event, pod)))) {
            throw status.asRuntimeException();
        }
        return Optional.empty();
    }

    private static RuntimeException exhausted(Duration retryAfter) {
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(Code.RESOURCE_EXHAUSTED.getNumber())
                .addDetails(Any.pack(RetryInfo.newBuilder()
                        .setRetryDelay(com.google.protobuf.Duration.newBuilder().setSeconds(retryAfter.toSeconds()))
                        .build()))
                .build());
    }

    private static boolean isPod(FailureEvent event, int number) {
        return event.getPod().getName().equals("pod-" + number);
    }

    private static Set<String> names(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(number -> "pod-" + number)
                .collect(Collectors.toSet());
    }

    private static void awaitPods(ReferenceReceiver receiver, int first, int last) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(receiver.pods()).containsAll(names(first, last)));
    }

    private double dropped(String sink) {
        return metric("events_dropped_total", sink, "");
    }

    /** Sum of the samples with this sink and this other label. */
    private double metric(String name, String sink, String label) {
        Pattern line = Pattern.compile(
                "^podfailure_sink_" + name + "\\{(?=[^}]*sink=\"" + sink + "\")[^}]*"
                        + (label.isEmpty() ? "" : "\"" + label + "\"") + "[^}]*} (\\S+)$",
                Pattern.MULTILINE);
        return line.matcher(metrics.scrape("text/plain"))
                .results()
                .mapToDouble(sample -> Double.parseDouble(sample.group(1)))
                .sum();
    }
}
