package dev.podfailure.stream;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.Status;
import io.grpc.protobuf.StatusProto;
import java.util.Objects;

/** Details of errors as clients find them. */
final class Details {
    private Details() {}

    /** The detail of this type. */
    static <T extends Message> T of(Throwable error, Class<T> type) {
        Status status = Objects.requireNonNull(StatusProto.fromThrowable(error), "no status in " + error);
        for (Any detail : status.getDetailsList()) {
            if (detail.is(type)) {
                try {
                    return detail.unpack(type);
                } catch (InvalidProtocolBufferException e) {
                    throw new AssertionError("cannot read " + detail, e);
                }
            }
        }
        throw new AssertionError("no " + type.getSimpleName() + " in " + status);
    }
}
