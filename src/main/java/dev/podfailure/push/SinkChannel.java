package dev.podfailure.push;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import dev.podfailure.events.v1alpha1.FailureEventSinkServiceGrpc;
import dev.podfailure.events.v1alpha1.PublishRequest;
import dev.podfailure.tls.Authorities;
import dev.podfailure.tls.UnusableFileException;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The connection to one receiver. Calls of one thread at a time. */
final class SinkChannel implements AutoCloseable {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    /** May be of the connection. */
    private static final Set<Status.Code> BROKEN = EnumSet.of(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED);

    /** Answers have a line for each event at most. */
    private static final int MAX_ANSWER_BYTES = 4 * 1024 * 1024;

    private final Optional<Path> token;
    private final Optional<Authorities> authorities;
    private final Duration timeout;
    private final ManagedChannel channel;

    /**
     * Connects with the first call.
     *
     * @param timeout how long a call may take
     * @throws UnusableFileException naming the file with the authorities if it cannot be used
     */
    SinkChannel(SinkTarget target, Duration timeout) throws UnusableFileException {
        this.token = target.token();
        this.authorities = target.authorities().isPresent()
                ? Optional.of(Authorities.ofServers(target.authorities().get()))
                : Optional.empty();
        this.timeout = timeout;
        this.channel = Grpc.newChannelBuilderForAddress(target.host(), target.port(), credentials(target, authorities))
                .userAgent("podfailure")
                .maxInboundMessageSize(MAX_ANSWER_BYTES)
                // The pauses here are longer, and know of batches that were split.
                .disableRetry()
                .build();
    }

    /** Sends a batch, and waits for what comes of it. An interruption breaks the call off. */
    Answer publish(PublishRequest request) {
        // For new connections: the one that there is has been verified.
        authorities.ifPresent(Authorities::look);
        try {
            return new Answer.Taken(stub().publish(request).getResultsList());
        } catch (StatusRuntimeException e) {
            if (BROKEN.contains(e.getStatus().getCode())) {
                // Nobody may be there any more, and while a connection is broken calls fail at once: the next call is
                // to
                // wait for a new one.
                channel.enterIdle();
            }
            return failure(e);
        } catch (IOException e) {
            return new Answer.Failed(
                    Status.Code.UNAUTHENTICATED,
                    "the file with the token cannot be read: " + e.getMessage(),
                    Optional.empty());
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    /** The token is read for each call: those of Kubernetes last for an hour. */
    private FailureEventSinkServiceGrpc.FailureEventSinkServiceBlockingStub stub() throws IOException {
        var stub = FailureEventSinkServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS);
        if (token.isEmpty()) {
            return stub;
        }
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + Files.readString(token.get()).strip());
        return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static Answer.Failed failure(StatusRuntimeException error) {
        Status status = error.getStatus();
        String message = status.getDescription() == null ? "" : status.getDescription();
        // What the transport says, such as that a connection was refused.
        String cause = status.getCause() == null ? "" : " (" + status.getCause().getMessage() + ")";
        return new Answer.Failed(status.getCode(), message + cause, retryAfter(error));
    }

    private static Optional<Duration> retryAfter(StatusRuntimeException error) {
        com.google.rpc.Status details = StatusProto.fromThrowable(error);
        if (details == null) {
            return Optional.empty();
        }
        return details.getDetailsList().stream()
                .filter(detail -> detail.is(RetryInfo.class))
                .findFirst()
                .flatMap(SinkChannel::retryAfter);
    }

    private static Optional<Duration> retryAfter(Any detail) {
        try {
            com.google.protobuf.Duration delay = detail.unpack(RetryInfo.class).getRetryDelay();
            return Optional.of(Duration.ofSeconds(delay.getSeconds(), delay.getNanos()));
        } catch (InvalidProtocolBufferException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static ChannelCredentials credentials(SinkTarget target, Optional<Authorities> authorities) {
        if (!target.encrypted()) {
            return InsecureChannelCredentials.create();
        }
        TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder();
        authorities.ifPresent(known -> credentials.trustManager(known.trustManager()));
        return credentials.build();
    }
}
