package dev.podfailure.recorder;

/** What became of an Event that was sent. */
sealed interface EventAnswer {
    /** It is there now. */
    record Written() implements EventAnswer {}

    /** It was there already: told before, by this process or an earlier one. */
    record Known() implements EventAnswer {}

    /**
     * It is not there, and the same request would be refused again.
     *
     * @param lacksRight whether the operator's role does not allow it
     * @param message the API server's words
     */
    record Refused(boolean lacksRight, String message) implements EventAnswer {}

    /** Nobody knows, or the API server has no time. To send it again does no harm: its name is the same. */
    record Unclear(String message) implements EventAnswer {}
}
