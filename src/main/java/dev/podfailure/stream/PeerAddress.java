package dev.podfailure.stream;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Lets a call know from which address it comes. Leaves the call itself alone, and with it its back-pressure. */
final class PeerAddress implements ServerInterceptor {
    private static final Context.Key<String> KEY = Context.keyWithDefault("podfailure-peer", "an unknown address");

    /** The address of the call that this thread serves, without its port. */
    static String current() {
        return KEY.get();
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        String peer = name(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
        return Contexts.interceptCall(Context.current().withValue(KEY, peer), call, headers, next);
    }

    private static String name(@Nullable SocketAddress address) {
        if (address instanceof InetSocketAddress internet && internet.getAddress() != null) {
            return internet.getAddress().getHostAddress();
        }
        return address == null ? "an unknown address" : address.toString();
    }
}
