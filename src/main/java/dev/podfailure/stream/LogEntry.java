package dev.podfailure.stream;

import dev.podfailure.events.v1alpha1.FailureEvent;
import java.time.Instant;

/** One place in the log of a replica. */
sealed interface LogEntry {

    /** Number of the entry: 1 for the first of an incarnation, then one more each. */
    long seq();

    /** The highest resource version that the log had seen when it took the entry in; 0 if it had seen none. */
    long highestVersion();

    /** When the log took the entry in. */
    Instant at();

    /** A failure. */
    record Failure(long seq, long highestVersion, Instant at, FailureEvent event) implements LogEntry {}

    /** The operator's view of the cluster was interrupted before this. */
    record Interruption(long seq, long highestVersion, Instant at) implements LogEntry {}
}
