package dev.podfailure.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import dev.podfailure.events.v1alpha1.FailureEvent;
import dev.podfailure.events.v1alpha1.FailureEventServiceGrpc;
import dev.podfailure.events.v1alpha1.GapReason;
import dev.podfailure.events.v1alpha1.WatchRequest;
import dev.podfailure.events.v1alpha1.WatchResponse;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventWatchTest {
    private static final WatchRequest SNAPSHOT =
            WatchRequest.newBuilder().setSnapshot(true).build();

    private final ScriptedServer service = new ScriptedServer();
    private final Heard heard = new Heard();
    private final List<Duration> pauses = new ArrayList<>();
    private Server server;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws IOException {
        server = InProcessServerBuilder.forName("watch")
                .directExecutor()
                .addService(service)
                .build()
                .start();
        channel = InProcessChannelBuilder.forName("watch").directExecutor().build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    @Test
    void goesOnWithTheTokenAfterABrokenConnection() throws InterruptedException {
        service.answer(call -> {
            call.onNext(event("a", 0, "token-1"));
            call.onNext(bookmark("token-2"));
            call.onError(Status.UNAVAILABLE.withDescription("stops").asRuntimeException());
        });
        service.answer(call -> call.onNext(event("b", 0, "token-3")));
        heard.leaveAfter = 2;

        watch(SNAPSHOT).run();

        assertThat(heard.pods).containsExactly("a/0", "b/0");
        assertThat(service.requests).hasSize(2);
        assertThat(service.requests.getFirst()).isEqualTo(SNAPSHOT);
        assertThat(service.requests.get(1).getResumeToken().toStringUtf8()).isEqualTo("token-2");
        assertThat(heard.notices).singleElement().asString().contains("UNAVAILABLE: stops");
    }

    @Test
    void goesOnAfterAStreamThatEndedInOrder() throws InterruptedException {
        service.answer(call -> {
            call.onNext(event("a", 0, "token-1"));
            call.onCompleted();
        });
        service.answer(call -> call.onNext(event("b", 0, "token-2")));
        heard.leaveAfter = 2;

        watch(SNAPSHOT).run();

        assertThat(heard.pods).containsExactly("a/0", "b/0");
        assertThat(heard.notices).isEmpty();
    }

    @Test
    void endsWhereItWasToldToEnd() throws InterruptedException {
        service.answer(call -> {
            call.onNext(event("a", 0, "token-1"));
            call.onCompleted();
        });

        watch(SNAPSHOT.toBuilder().setStopAtEnd(true).build()).run();

        assertThat(heard.pods).containsExactly("a/0");
        assertThat(service.requests).hasSize(1);
    }

    @Test
    void tellsAnEventOnceAndALaterRevisionOfIt() throws InterruptedException {
        service.answer(call -> {
            call.onNext(event("a", 0, "1"));
            call.onNext(event("a", 0, "2"));
            call.onNext(event("a", 1, "3"));
            call.onNext(event("a", 0, "4"));
            call.onNext(event("b", 0, "5"));
        });
        heard.leaveAfter = 3;

        watch(SNAPSHOT).run();

        assertThat(heard.pods).containsExactly("a/0", "a/1", "b/0");
    }

    @Test
    void tellsALoss() throws InterruptedException {
        service.answer(call -> {
            WatchResponse.Builder gap = WatchResponse.newBuilder().setResumeToken(token("1"));
            gap.getGapBuilder().setReason(GapReason.GAP_REASON_SLOW_CONSUMER).setLostEvents(7);
            call.onNext(gap.build());
            call.onNext(event("a", 0, "2"));
        });
        heard.leaveAfter = 1;

        watch(SNAPSHOT).run();

        assertThat(heard.losses).containsExactly("-- gap: SlowConsumer, up to 7 events lost");
    }

    @Test
    void waitsLongerEachTimeAndAsLongAsTheServerAsks() throws InterruptedException {
        service.answer(call -> {
            call.onNext(event("a", 0, "1"));
            call.onError(Status.UNAVAILABLE.asRuntimeException());
        });
        service.answer(call -> call.onError(Status.UNAVAILABLE.asRuntimeException()));
        service.answer(call -> call.onError(asking(Duration.ofSeconds(5))));
        service.answer(call -> call.onNext(event("b", 0, "2")));
        heard.leaveAfter = 2;

        watch(SNAPSHOT).run();

        assertThat(pauses).hasSize(3);
        assertThat(pauses.getFirst()).isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
        assertThat(pauses.get(1)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(pauses.get(2)).isBetween(Duration.ofSeconds(6), Duration.ofSeconds(7));
    }

    @Test
    void givesUpOnAServerThatNeverAnswered() {
        service.answer(call -> call.onError(Status.UNAVAILABLE.asRuntimeException()));

        assertThatThrownBy(() -> watch(SNAPSHOT).run()).isInstanceOf(StatusRuntimeException.class);
        assertThat(service.requests).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"INVALID_ARGUMENT", "UNIMPLEMENTED", "PERMISSION_DENIED", "OUT_OF_RANGE"})
    void doesNotRepeatWhatTheServerWillNotHave(Status.Code code) {
        service.answer(call -> {
            call.onNext(event("a", 0, "1"));
            call.onError(code.toStatus().asRuntimeException());
        });

        assertThatThrownBy(() -> watch(SNAPSHOT).run()).isInstanceOf(StatusRuntimeException.class);
        assertThat(service.requests).hasSize(1);
    }

    @Test
    void looksForANewTokenOnceWhenTheOldOneIsNotTakenAnyMore() {
        service.answer(call -> {
            call.onNext(event("a", 0, "1"));
            call.onError(Status.UNAUTHENTICATED.asRuntimeException());
        });
        service.answer(call -> call.onError(Status.UNAUTHENTICATED.asRuntimeException()));

        assertThatThrownBy(() -> watch(SNAPSHOT).run()).isInstanceOf(StatusRuntimeException.class);
        assertThat(service.requests).hasSize(2);
    }

    private EventWatch watch(WatchRequest request) {
        return new EventWatch(channel, Optional.empty(), request, heard, pauses::add, new Random(1));
    }

    private static StatusRuntimeException asking(Duration delay) {
        RetryInfo.Builder retry = RetryInfo.newBuilder();
        retry.getRetryDelayBuilder().setSeconds(delay.toSeconds());
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(Code.UNAVAILABLE_VALUE)
                .addDetails(Any.pack(retry.build()))
                .build());
    }

    private static WatchResponse event(String name, int revision, String token) {
        WatchResponse.Builder frame = WatchResponse.newBuilder().setResumeToken(token(token));
        frame.getEventsBuilder()
                .addEvents(FailureEvent.newBuilder()
                        .setEventId(name)
                        .setRevision(revision)
                        .setPod(dev.podfailure.events.v1alpha1.PodReference.newBuilder()
                                .setName(name)));
        return frame.build();
    }

    private static WatchResponse bookmark(String token) {
        WatchResponse.Builder frame = WatchResponse.newBuilder().setResumeToken(token(token));
        frame.getBookmarkBuilder().setInitialEventsEnd(true);
        return frame.build();
    }

    private static ByteString token(String text) {
        return ByteString.copyFromUtf8(text);
    }

    /** Answers one call after the other as the test says. */
    private static final class ScriptedServer extends FailureEventServiceGrpc.FailureEventServiceImplBase {
        private final Deque<Consumer<StreamObserver<WatchResponse>>> answers = new ArrayDeque<>();
        private final List<WatchRequest> requests = new ArrayList<>();

        void answer(Consumer<StreamObserver<WatchResponse>> answer) {
            answers.add(answer);
        }

        @Override
        public void watch(WatchRequest request, StreamObserver<WatchResponse> call) {
            requests.add(request);
            if (answers.isEmpty()) {
                call.onError(Status.FAILED_PRECONDITION
                        .withDescription("more calls than the test expects")
                        .asRuntimeException());
            } else {
                answers.remove().accept(call);
            }
        }
    }

    private static final class Heard implements WatchListener {
        private final List<String> pods = new ArrayList<>();
        private final List<String> losses = new ArrayList<>();
        private final List<String> notices = new ArrayList<>();
        private int leaveAfter = Integer.MAX_VALUE;

        @Override
        public void failure(EventRecord.Failure failure) {
            pods.add(failure.name() + "/" + failure.revision());
        }

        @Override
        public void loss(EventRecord.Loss loss) {
            losses.add(EventLine.of(loss));
        }

        @Override
        public void notice(String message) {
            notices.add(message);
        }

        @Override
        public boolean isListening() {
            return pods.size() < leaveAfter;
        }
    }
}
