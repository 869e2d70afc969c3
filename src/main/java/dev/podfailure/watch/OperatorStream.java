package dev.podfailure.watch;

import dev.podfailure.client.ClientCertificates;
import dev.podfailure.client.TokenFile;
import dev.podfailure.tls.UnusableFileException;
import io.grpc.CallCredentials;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The event stream of an operator, by its address. */
public final class OperatorStream {
    private OperatorStream() {}

    /**
     * Follows the stream until nobody listens, or until the end that the selection asks for.
     *
     * @throws StreamRefusedException if the operator refuses, or could not be reached even once
     * @throws UnusableFileException if a file with certificates cannot be used
     */
    public static void follow(StreamAddress operator, WatchSelection selection, WatchListener listener)
            throws InterruptedException, UnusableFileException {
        ManagedChannel channel = channel(operator);
        try {
            Optional<CallCredentials> token = operator.tokenFile().map(TokenFile::new);
            new EventWatch(channel, token, selection.request(), listener).run();
        } catch (StatusRuntimeException e) {
            throw new StreamRefusedException("the operator at " + operator.address() + problem(operator, e), e);
        } finally {
            channel.shutdownNow();
        }
    }

    private static ManagedChannel channel(StreamAddress operator) throws UnusableFileException {
        ChannelCredentials credentials = operator.tls().isPresent()
                ? new ClientCertificates(operator.tls().get().files()).credentials()
                : InsecureChannelCredentials.create();
        ManagedChannelBuilder<?> channel =
                Grpc.newChannelBuilder(operator.address(), credentials).keepAliveTime(1, TimeUnit.MINUTES);
        operator.tls().flatMap(StreamAddress.Tls::serverName).ifPresent(channel::overrideAuthority);
        return channel.build();
    }

    private static String problem(StreamAddress operator, StatusRuntimeException e) {
        if (e.getStatus().getCode() != Status.Code.UNAVAILABLE) {
            return " refused: " + WatchProblem.of(e);
        }
        return " cannot be reached (" + WatchProblem.of(e)
                + "): see whether it runs, whether a 'kubectl port-forward' is needed, and whether it speaks "
                + (operator.tls().isPresent() ? "TLS (--plaintext if not)" : "plain text (--tls if not)");
    }
}
