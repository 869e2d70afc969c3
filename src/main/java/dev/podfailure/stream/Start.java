package dev.podfailure.stream;

import java.time.Instant;

/** Where a client asks a stream to begin. */
sealed interface Start {

    /** With the next event. */
    record Now() implements Start {}

    /** With every annotated failed pod that exists. */
    record Snapshot() implements Start {}

    /** With everything still known that was classified at or after a time. */
    record Since(Instant time) implements Start {}

    /** Where an earlier stream ended. */
    record Resume(ResumeToken token) implements Start {}
}
