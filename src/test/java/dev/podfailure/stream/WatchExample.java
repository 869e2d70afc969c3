package dev.podfailure.stream;

import com.google.protobuf.ByteString;
import dev.podfailure.events.v1alpha1.FailureEvent;
import dev.podfailure.events.v1alpha1.FailureEventServiceGrpc;
import dev.podfailure.events.v1alpha1.WatchRequest;
import dev.podfailure.events.v1alpha1.WatchResponse;
import io.grpc.Channel;
import java.util.Iterator;
import java.util.function.Consumer;

/** A client that starts with what exists and goes on from where it was. The example of docs/stream.md. */
final class WatchExample {
    private ByteString position = ByteString.EMPTY;

    /** Reads until the stream breaks (StatusRuntimeException) or ends; call it again, after a pause, to go on. */
    void watch(Channel channel, Consumer<FailureEvent> events, Consumer<String> losses) {
        WatchRequest request = position.isEmpty()
                ? WatchRequest.newBuilder().setSnapshot(true).build()
                : WatchRequest.newBuilder().setResumeToken(position).build();
        Iterator<WatchResponse> frames =
                FailureEventServiceGrpc.newBlockingStub(channel).watch(request);
        while (frames.hasNext()) {
            WatchResponse frame = frames.next();
            switch (frame.getFrameCase()) {
                case EVENTS -> frame.getEvents().getEventsList().forEach(events);
                case GAP -> losses.accept(frame.getGap().getReason().name());
                case BOOKMARK, FRAME_NOT_SET -> {} // nothing to do but to keep the token
            }
            position = frame.getResumeToken(); // only now: the frame is dealt with
        }
    }
}
