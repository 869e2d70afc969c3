package dev.podfailure.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Optional;

/** After how long a server wants to be called again, as the details of its error say ({@code google.rpc.RetryInfo}). */
public final class RetryAfter {
    private RetryAfter() {}

    /** As the server says, without a bound; empty if it does not say, or nothing that can be read. */
    public static Optional<Duration> of(Throwable error) {
        Status status = StatusProto.fromThrowable(error);
        return status == null
                ? Optional.empty()
                : status.getDetailsList().stream()
                        .filter(detail -> detail.is(RetryInfo.class))
                        .findFirst()
                        .flatMap(RetryAfter::delay);
    }

    private static Optional<Duration> delay(Any detail) {
        try {
            com.google.protobuf.Duration delay = detail.unpack(RetryInfo.class).getRetryDelay();
            return Optional.of(Duration.ofSeconds(delay.getSeconds(), delay.getNanos()));
        } catch (InvalidProtocolBufferException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
