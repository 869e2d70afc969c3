package dev.podfailure.watch;

import com.google.protobuf.ByteString;
import dev.podfailure.events.v1alpha1.FailureEvent;
import dev.podfailure.events.v1alpha1.FailureEventServiceGrpc;
import dev.podfailure.events.v1alpha1.FailureEventServiceGrpc.FailureEventServiceBlockingStub;
import dev.podfailure.events.v1alpha1.WatchRequest;
import dev.podfailure.events.v1alpha1.WatchResponse;
import io.grpc.CallCredentials;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Follows the stream over broken connections and restarts of the server: each time from where it was. */
final class EventWatch {
    private static final int REMEMBERED_EVENTS = 50_000;

    private final FailureEventServiceBlockingStub operator;
    private final WatchRequest beginning;
    private final WatchListener listener;
    private final Sleeper sleeper;
    private final RetryDelay delay;
    private final SeenEvents seen = new SeenEvents(REMEMBERED_EVENTS);
    private ByteString position = ByteString.EMPTY;

    /** Whether anything came since the last error. */
    private boolean heard;

    /** How to wait. */
    @FunctionalInterface
    interface Sleeper {
        void sleep(Duration time) throws InterruptedException;
    }

    EventWatch(Channel channel, Optional<CallCredentials> credentials, WatchRequest beginning, WatchListener listener) {
        this(channel, credentials, beginning, listener, Thread::sleep, RandomGenerator.getDefault());
    }

    EventWatch(
            Channel channel,
            Optional<CallCredentials> credentials,
            WatchRequest beginning,
            WatchListener listener,
            Sleeper sleeper,
            RandomGenerator random) {
        FailureEventServiceBlockingStub stub = FailureEventServiceGrpc.newBlockingStub(channel);
        this.operator = credentials.map(stub::withCallCredentials).orElse(stub);
        this.beginning = beginning;
        this.listener = listener;
        this.sleeper = sleeper;
        this.delay = new RetryDelay(random);
    }

    /**
     * Runs until nobody listens, or until the end that the request asks for.
     *
     * @throws StatusRuntimeException if the server refuses in a way that no second try can mend, or if it could not be
     *     reached even once
     */
    void run() throws InterruptedException {
        while (true) {
            try {
                if (follow() || beginning.getStopAtEnd()) {
                    return;
                }
                // Servers end connections after a while, so that clients spread over new replicas.
                sleeper.sleep(delay.after(Duration.ZERO));
            } catch (StatusRuntimeException e) {
                if (position.isEmpty() || !isWorthAnotherTry(e.getStatus())) {
                    throw e;
                }
                heard = false;
                Duration wait = delay.after(RetryDelay.askedFor(e));
                listener.notice(String.format(
                        Locale.ROOT,
                        "the stream broke off (%s); going on in %.1f s from where it was",
                        WatchProblem.of(e),
                        wait.toMillis() / 1_000.0));
                sleeper.sleep(wait);
            }
        }
    }

    /** Reads one stream to its end. Returns whether nobody listens any more. */
    private boolean follow() {
        CancellableContext context = Context.current().withCancellation();
        Context previous = context.attach();
        try {
            Iterator<WatchResponse> frames = operator.watch(request());
            while (frames.hasNext()) {
                WatchResponse frame = frames.next();
                delay.reset();
                heard = true;
                take(frame);
                position = frame.getResumeToken();
                if (!listener.isListening()) {
                    return true;
                }
            }
            return false;
        } finally {
            context.detach(previous);
            context.cancel(null);
        }
    }

    private WatchRequest request() {
        return position.isEmpty()
                ? beginning
                : beginning.toBuilder().setResumeToken(position).build();
    }

    private void take(WatchResponse frame) {
        switch (frame.getFrameCase()) {
            case EVENTS -> {
                for (FailureEvent event : frame.getEvents().getEventsList()) {
                    if (seen.add(event.getEventId(), event.getRevision())) {
                        listener.failure(EventRecord.of(event));
                    }
                }
            }
            case GAP -> listener.loss(EventRecord.of(frame.getGap()));
            case BOOKMARK, FRAME_NOT_SET -> {} // nothing to tell; the token counts
        }
    }

    private boolean isWorthAnotherTry(Status status) {
        return switch (status.getCode()) {
            // The token of a stream that worked has expired; its file may have a new one by now.
            case UNAUTHENTICATED -> heard;
            case UNAVAILABLE, RESOURCE_EXHAUSTED, ABORTED, DEADLINE_EXCEEDED, INTERNAL, UNKNOWN, CANCELLED -> true;
            default -> false;
        };
    }
}
