package dev.podfailure.stream;

import com.google.protobuf.MessageLite;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Counts, call by call, what is handed to the transport. */
final class SentBytes implements ServerInterceptor {
    private final List<AtomicLong> calls = new CopyOnWriteArrayList<>();

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        AtomicLong bytes = new AtomicLong();
        calls.add(bytes);
        return next.startCall(
                new SimpleForwardingServerCall<Q, R>(call) {
                    @Override
                    public void sendMessage(R message) {
                        bytes.addAndGet(((MessageLite) message).getSerializedSize());
                        super.sendMessage(message);
                    }
                },
                headers);
    }

    List<Long> sorted() {
        return calls.stream().map(AtomicLong::get).sorted().toList();
    }
}
