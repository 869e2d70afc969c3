package dev.podfailure.watch;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.TimeUnit;

/** The event stream of an operator, by its address. */
public final class OperatorStream {
    private OperatorStream() {}

    /**
     * Follows the stream until nobody listens, or until the end that the selection asks for.
     *
     * @param address host and port
     * @throws StreamRefusedException if the operator refuses, or could not be reached even once
     */
    public static void follow(String address, WatchSelection selection, WatchListener listener)
            throws InterruptedException {
        ManagedChannel channel = Grpc.newChannelBuilder(address, InsecureChannelCredentials.create())
                .keepAliveTime(1, TimeUnit.MINUTES)
                .build();
        try {
            new EventWatch(channel, selection.request(), listener).run();
        } catch (StatusRuntimeException e) {
            throw new StreamRefusedException("the operator at " + address + problem(e), e);
        } finally {
            channel.shutdownNow();
        }
    }

    private static String problem(StatusRuntimeException e) {
        return e.getStatus().getCode() == Status.Code.UNAVAILABLE
                ? " cannot be reached (" + WatchProblem.of(e)
                        + "): see whether it runs, and whether a 'kubectl port-forward' is needed"
                : " refused: " + WatchProblem.of(e);
    }
}
