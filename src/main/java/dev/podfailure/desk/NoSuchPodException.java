package dev.podfailure.desk;

/** The pod that a person asks about cannot be had. The message is for that person. */
public final class NoSuchPodException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoSuchPodException(String message) {
        super(message);
    }
}
