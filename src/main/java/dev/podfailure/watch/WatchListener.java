package dev.podfailure.watch;

/** Takes what a watch tells, from one thread. */
public interface WatchListener {
    /** A failure, or a later revision of one. */
    void failure(EventRecord.Failure failure);

    /** Events were lost. */
    void loss(EventRecord.Loss loss);

    /** Something about the connection, for a person. */
    void notice(String message);

    /** Whether anybody still listens. */
    boolean isListening();
}
