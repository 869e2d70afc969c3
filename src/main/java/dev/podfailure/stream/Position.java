package dev.podfailure.stream;

/**
 * How far a stream is in the log of one replica. First come the pods that existed when the call began, in the order of
 * their entries, then the log.
 *
 * @param podsAfter seq of the last of these pods that was sent
 * @param podsUpTo seq of the last of these pods that is to be sent; nothing is left of them once {@code podsAfter} is there
 * @param seq seq of the last entry of the log that was sent
 * @param notBefore of what the server knew when the call began only that is sent which was classified at or after this
 *     time, in milliseconds since 1970; {@link Long#MIN_VALUE} for everything
 */
record Position(long podsAfter, long podsUpTo, long seq, long notBefore) {

    /** In the log, with no pods left to send. */
    static Position inLog(long seq) {
        return new Position(0, 0, seq, Long.MIN_VALUE);
    }

    /** Before the pods that exist at this moment. */
    static Position beforePods(long latest) {
        return new Position(0, latest, latest, Long.MIN_VALUE);
    }

    boolean hasPodsLeft() {
        return podsAfter < podsUpTo;
    }

    Position afterPod(long pod) {
        return new Position(pod, podsUpTo, seq, notBefore);
    }

    Position withoutPods() {
        return new Position(podsUpTo, podsUpTo, seq, notBefore);
    }

    Position at(long newSeq) {
        return new Position(podsAfter, podsUpTo, newSeq, notBefore);
    }

    /** Past everything that the server knew when the call began. */
    Position live() {
        return inLog(seq);
    }
}
