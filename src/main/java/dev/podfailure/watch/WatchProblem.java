package dev.podfailure.watch;

import dev.podfailure.failure.EscapedText;
import io.grpc.StatusRuntimeException;

/** What a gRPC error says, in one line for a person. */
final class WatchProblem {
    private static final int MAX_CHARACTERS = 300;

    private WatchProblem() {}

    /** The code and the innermost words: gRPC says "io exception" where the cause says "Connection refused". */
    static String of(StatusRuntimeException error) {
        String words = error.getStatus().getDescription();
        for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null) {
                words = cause.getMessage();
            }
        }
        String code = error.getStatus().getCode().name();
        return words == null ? code : code + ": " + EscapedText.of(words, MAX_CHARACTERS);
    }
}
