package dev.podfailure.push;

import dev.podfailure.events.v1alpha1.PublishResult;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What came of a call. */
sealed interface Answer {

    /**
     * The receiver dealt with the batch.
     *
     * @param exceptions what became of events that were not simply accepted
     */
    record Taken(List<PublishResult> exceptions) implements Answer {}

    /**
     * The call failed.
     *
     * @param code how
     * @param message why, as the other side says
     * @param retryAfter how long the receiver wants to be left alone
     */
    record Failed(Status.Code code, String message, Optional<Duration> retryAfter) implements Answer {}
}
