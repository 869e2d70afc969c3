package dev.podfailure.push;

import dev.podfailure.client.ClientCertificates;
import dev.podfailure.client.RetryAfter;
import dev.podfailure.client.TokenFile;
import dev.podfailure.events.v1alpha1.FailureEventSinkServiceGrpc;
import dev.podfailure.events.v1alpha1.FailureEventSinkServiceGrpc.FailureEventSinkServiceBlockingStub;
import dev.podfailure.events.v1alpha1.PublishRequest;
import dev.podfailure.tls.UnusableFileException;
import io.grpc.ChannelCredentials;
import io.grpc.ConnectivityState;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The connection to one receiver. Calls of one thread at a time. */
final class SinkChannel implements AutoCloseable {
    /** May be of the connection. */
    private static final Set<Status.Code> BROKEN = EnumSet.of(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED);

    /** Answers have a line for each event at most. */
    private static final int MAX_ANSWER_BYTES = 4 * 1024 * 1024;

    private final Optional<ClientCertificates> certificates;
    private final Duration timeout;
    private final ManagedChannel channel;
    private final FailureEventSinkServiceBlockingStub receiver;

    /**
     * Connects with the first call.
     *
     * @param timeout how long a call may take
     * @throws UnusableFileException if a file with certificates cannot be used
     */
    SinkChannel(SinkTarget target, Duration timeout) throws UnusableFileException {
        this.certificates = target.tls().isPresent()
                ? Optional.of(new ClientCertificates(target.tls().get()))
                : Optional.empty();
        this.timeout = timeout;
        ChannelCredentials credentials =
                certificates.map(ClientCertificates::credentials).orElseGet(InsecureChannelCredentials::create);
        this.channel = Grpc.newChannelBuilderForAddress(target.host(), target.port(), credentials)
                .userAgent("podfailure")
                .maxInboundMessageSize(MAX_ANSWER_BYTES)
                // The pauses here are longer, and know of batches that were split.
                .disableRetry()
                .build();
        FailureEventSinkServiceBlockingStub stub = FailureEventSinkServiceGrpc.newBlockingStub(channel);
        this.receiver = target.token()
                .map(file -> stub.withCallCredentials(new TokenFile(file)))
                .orElse(stub);
    }

    /** Sends a batch, and waits for what comes of it. An interruption breaks the call off. */
    Answer publish(PublishRequest request) {
        // For new connections: the one that there is has been verified.
        certificates.ifPresent(ClientCertificates::look);
        try {
            return new Answer.Taken(receiver.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS)
                    .publish(request)
                    .getResultsList());
        } catch (StatusRuntimeException e) {
            if (BROKEN.contains(e.getStatus().getCode())) {
                giveUpConnection();
            }
            return failure(e);
        }
    }

    /** While a connection is broken calls fail at once; the next one is to wait for a new connection. */
    private void giveUpConnection() {
        channel.enterIdle();
        // The channel may still be busy with the failure and be idle only afterwards.
        CountDownLatch idle = new CountDownLatch(1);
        channel.notifyWhenStateChanged(ConnectivityState.TRANSIENT_FAILURE, idle::countDown);
        try {
            idle.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private static Answer.Failed failure(StatusRuntimeException error) {
        Status status = error.getStatus();
        String message = status.getDescription() == null ? "" : status.getDescription();
        // What the transport says, such as that a connection was refused.
        String cause = status.getCause() == null ? "" : " (" + status.getCause().getMessage() + ")";
        return new Answer.Failed(status.getCode(), message + cause, RetryAfter.of(error));
    }
}
