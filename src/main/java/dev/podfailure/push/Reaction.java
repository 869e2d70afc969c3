package dev.podfailure.push;

import io.grpc.Status;

/** What to do after a call that failed. Of OTLP's rules and of what the codes of gRPC mean. */
enum Reaction {
    /** It passes by itself. The batch is sent again soon. */
    SOON(false),

    /** It passes by itself, or the batch is too much at once. Sent again soon, in the end in parts. */
    SOON_OR_IN_PARTS(true),

    /** Somebody has to mend the receiver or the operator's settings. The batch is sent again later. */
    LATER(false),

    /** The receiver broke down, perhaps over one of the events. Sent again later, in the end in parts. */
    LATER_OR_IN_PARTS(true),

    /** One of the events is not valid for the receiver. The batch is sent in parts at once, until that one is alone. */
    POISON(true);

    private final boolean inParts;

    Reaction(boolean inParts) {
        this.inParts = inParts;
    }

    /** Whether the events may have to do with it. */
    boolean inParts() {
        return inParts;
    }

    static Reaction to(Answer.Failed failure) {
        Status.Code code = failure.code();
        return switch (code) {
            case INVALID_ARGUMENT -> POISON;
            case UNAVAILABLE, ABORTED, CANCELLED -> SOON;
            case DEADLINE_EXCEEDED, OUT_OF_RANGE, DATA_LOSS -> SOON_OR_IN_PARTS;
            // Without a time it may be the size of the batch as well as a quota.
            case RESOURCE_EXHAUSTED -> failure.retryAfter().isPresent() ? SOON : LATER_OR_IN_PARTS;
            case INTERNAL, UNKNOWN -> LATER_OR_IN_PARTS;
            case UNIMPLEMENTED,
                    UNAUTHENTICATED,
                    PERMISSION_DENIED,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    FAILED_PRECONDITION,
                    OK -> LATER;
        };
    }
}
