package dev.podfailure.watch;

/** The stream cannot be followed, and trying again will not help. The message is for a person. */
public final class StreamRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StreamRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
