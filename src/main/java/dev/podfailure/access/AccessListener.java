package dev.podfailure.access;

/** Told of what is asked and answered, for the metrics. */
public interface AccessListener {
    /** Nobody is told. */
    AccessListener NONE = new AccessListener() {};

    /** Somebody was turned away. */
    default void refused(Refusal.Reason reason) {}

    /**
     * The API server was asked.
     *
     * @param review {@code token} or {@code access}
     * @param result {@code allowed}, {@code denied} or {@code error}
     */
    default void reviewed(String review, String result) {}
}
