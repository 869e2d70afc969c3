package dev.podfailure.operator;

import dev.podfailure.events.v1alpha1.FailureEvent;
import dev.podfailure.events.v1alpha1.FailureEventServiceGrpc;
import dev.podfailure.events.v1alpha1.WatchRequest;
import dev.podfailure.events.v1alpha1.WatchResponse;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client of the stream that keeps what it is told. */
public final class WatchedEvents implements AutoCloseable {
    private final ManagedChannel channel;
    private final List<FailureEvent> events = new CopyOnWriteArrayList<>();
    private final List<WatchResponse> otherFrames = new CopyOnWriteArrayList<>();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();

    private WatchedEvents(int port, Metadata headers) {
        channel = Grpc.newChannelBuilder("127.0.0.1:" + port, InsecureChannelCredentials.create())
                .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
                .build();
    }

    /** Begins to watch. */
    public static WatchedEvents of(int port, WatchRequest request) {
        return of(port, request, "");
    }

    /** Begins to watch with a bearer token; {@code ""} for none. */
    static WatchedEvents of(int port, WatchRequest request, String token) {
        Metadata headers = new Metadata();
        if (!token.isEmpty()) {
            headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        }
        WatchedEvents watched = new WatchedEvents(port, headers);
        FailureEventServiceGrpc.newStub(watched.channel).watch(request, watched.observer());
        return watched;
    }

    /** The code with which the stream ended, if it did. */
    Optional<Status.Code> code() {
        return errors.stream()
                .findFirst()
                .map(error -> Status.fromThrowable(error).getCode());
    }

    /** Whether everything was told that was known when the call began. */
    boolean isLive() {
        return otherFrames.stream().anyMatch(frame -> frame.getBookmark().getInitialEventsEnd());
    }

    /** Every event so far, in order. */
    public List<FailureEvent> events() {
        return List.copyOf(events);
    }

    /** Bookmarks and gaps so far. */
    public List<WatchResponse> otherFrames() {
        return List.copyOf(otherFrames);
    }

    /** Why the stream ended, if it did. */
    public List<Throwable> errors() {
        return List.copyOf(errors);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private StreamObserver<WatchResponse> observer() {
        return new StreamObserver<>() {
            @Override
            public void onNext(WatchResponse frame) {
                if (frame.hasEvents()) {
                    events.addAll(frame.getEvents().getEventsList());
                } else {
                    otherFrames.add(frame);
                }
            }

            @Override
            public void onError(Throwable error) {
                errors.add(error);
            }

            @Override
            public void onCompleted() {}
        };
    }
}
