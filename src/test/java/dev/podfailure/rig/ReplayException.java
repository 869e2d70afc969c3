package dev.podfailure.rig;

/** A step of a replay that failed. */
public final class ReplayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReplayException(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
