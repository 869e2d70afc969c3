package dev.podfailure.stream;

import dev.podfailure.events.v1alpha1.FailureEvent;
import dev.podfailure.events.v1alpha1.FailureEventServiceGrpc;
import dev.podfailure.events.v1alpha1.WatchRequest;
import dev.podfailure.events.v1alpha1.WatchResponse;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A client that keeps what it receives, and reads no faster than it is told to. */
final class StreamClient implements ClientResponseObserver<WatchRequest, WatchResponse> {
    private final List<WatchResponse> frames = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger events = new AtomicInteger();
    private final int reads;
    private volatile @Nullable ClientCallStreamObserver<WatchRequest> call;
    private volatile @Nullable Throwable error;
    private volatile boolean completed;

    private StreamClient(int reads) {
        this.reads = reads;
    }

    /** A client that reads all there is. */
    static StreamClient reading(Channel channel, WatchRequest request) {
        return start(channel, request, Integer.MAX_VALUE);
    }

    /** A client that reads this number of frames, and more only once told to. */
    static StreamClient reading(Channel channel, WatchRequest request, int frames) {
        return start(channel, request, frames);
    }

    private static StreamClient start(Channel channel, WatchRequest request, int reads) {
        StreamClient client = new StreamClient(reads);
        FailureEventServiceGrpc.newStub(channel).watch(request, client);
        return client;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchRequest> started) {
        call = started;
        started.disableAutoRequestWithInitial(reads);
    }

    @Override
    public void onNext(WatchResponse frame) {
        frames.add(frame);
        events.addAndGet(frame.getEvents().getEventsCount());
    }

    @Override
    public void onError(Throwable failure) {
        error = failure;
    }

    @Override
    public void onCompleted() {
        completed = true;
    }

    void read(int more) {
        call().request(more);
    }

    void leave() {
        call().cancel("the test is over", null);
    }

    List<WatchResponse> frames() {
        synchronized (frames) {
            return List.copyOf(frames);
        }
    }

    int events() {
        return events.get();
    }

    List<String> pods() {
        return frames().stream()
                .flatMap(frame -> frame.getEvents().getEventsList().stream())
                .map(FailureEvent::getPod)
                .map(pod -> pod.getName())
                .toList();
    }

    /** Whether everything was sent that was known when the call began. */
    boolean isLive() {
        return frames().stream().anyMatch(frame -> frame.getBookmark().getInitialEventsEnd());
    }

    boolean isCompleted() {
        return completed;
    }

    Optional<Throwable> error() {
        return Optional.ofNullable(error);
    }

    Optional<Status.Code> code() {
        return error().map(failure -> Status.fromThrowable(failure).getCode());
    }

    private ClientCallStreamObserver<WatchRequest> call() {
        ClientCallStreamObserver<WatchRequest> started = call;
        if (started == null) {
            throw new IllegalStateException("the call has not begun");
        }
        return started;
    }
}
