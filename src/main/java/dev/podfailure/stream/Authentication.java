package dev.podfailure.stream;

import dev.podfailure.access.AccessGuard;
import dev.podfailure.access.Credentials;
import dev.podfailure.access.Refusal;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthGrpc;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Turns away, before it is read, every call of somebody whom the API server does not know; only the health service is open.
 * Runs on a thread of its own call, which may wait. Leaves the call itself alone, and with it its back-pressure.
 */
final class Authentication implements ServerInterceptor {
    private static final Context.Key<Credentials> KEY =
            Context.keyWithDefault("podfailure-credentials", new Credentials("", Optional.empty(), ""));
    private static final Metadata.Key<String> HEADER =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final AccessGuard guard;
    private final Duration retryAfter;

    Authentication(AccessGuard guard, Duration retryAfter) {
        this.guard = guard;
        this.retryAfter = retryAfter;
    }

    /** What the caller of the call that this thread serves has shown. */
    static Credentials current() {
        return KEY.get();
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        if (HealthGrpc.SERVICE_NAME.equals(call.getMethodDescriptor().getServiceName())) {
            return next.startCall(call, headers);
        }
        Credentials credentials = credentials(call, headers);
        Optional<Refusal> refusal = guard.check(credentials, List.of());
        if (refusal.isPresent()) {
            StatusRuntimeException error = StreamErrors.refused(refusal.get(), retryAfter);
            Metadata trailers = error.getTrailers();
            call.close(error.getStatus(), trailers == null ? new Metadata() : trailers);
            return new ServerCall.Listener<>() {};
        }
        return Contexts.interceptCall(Context.current().withValue(KEY, credentials), call, headers, next);
    }

    private static Credentials credentials(ServerCall<?, ?> call, Metadata headers) {
        String authorization = headers.get(HEADER);
        return Credentials.ofHeader(
                authorization == null ? "" : authorization,
                certificate(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION)),
                PeerAddress.current());
    }

    private static Optional<X509Certificate> certificate(@Nullable SSLSession session) {
        try {
            return session != null && session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? Optional.of(certificate)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }
}
