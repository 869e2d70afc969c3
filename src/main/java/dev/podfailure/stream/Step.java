package dev.podfailure.stream;

import dev.podfailure.events.v1alpha1.WatchResponse;
import io.grpc.StatusRuntimeException;

/** What a stream does next. */
sealed interface Step {

    /** It sends a frame. */
    record Send(WatchResponse frame) implements Step {}

    /** It has nothing to send until something happens. */
    record Wait() implements Step {}

    /** It ends in order. */
    record Complete() implements Step {}

    /** It ends with an error. */
    record Fail(StatusRuntimeException error) implements Step {}
}
