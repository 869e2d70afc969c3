package dev.podfailure.stream;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The latest entries of the log, a bounded number of them. Not thread-safe. */
final class EventRing {
    private final LogEntry[] entries;
    private long oldest = 1;
    private long latest;

    /** The highest version of the latest entry that had to leave; 0 if none had to. */
    private long evictedVersion;

    private Instant heldSince;

    EventRing(int capacity, Instant now) {
        this.entries = new LogEntry[capacity];
        this.heldSince = now;
    }

    /** Takes in the entry that follows the latest one; the oldest one leaves if there is no room. */
    void append(LogEntry entry) {
        if (entry.seq() != latest + 1) {
            throw new IllegalArgumentException("entry " + entry.seq() + " does not follow " + latest);
        }
        if (latest - oldest + 1 == entries.length) {
            LogEntry evicted = at(oldest);
            evictedVersion = evicted.highestVersion();
            heldSince = evicted.at();
            oldest++;
        }
        latest = entry.seq();
        entries[index(latest)] = entry;
    }

    /** At most {@code max} entries after {@code seq} and up to {@code last}, in order, beginning with what is still there. */
    List<LogEntry> between(long seq, long last, int max) {
        long first = Math.max(seq + 1, oldest);
        long end = Math.min(Math.min(last, latest), first + max - 1);
        List<LogEntry> slice = new ArrayList<>();
        for (long next = first; next <= end; next++) {
            slice.add(at(next));
        }
        return slice;
    }

    /**
     * The highest resource version that had come in at a position and before a time; 0 if nothing had, or if that is no
     * longer held.
     */
    long versionBefore(long seq, Instant time) {
        long last = last(Math.min(seq, latest), entry -> entry.at().isBefore(time));
        return last < oldest ? 0 : at(last).highestVersion();
    }

    /** Seq of the last entry before which nothing above this resource version had come in. */
    long lastUpTo(long version) {
        return last(latest, entry -> entry.highestVersion() <= version);
    }

    /** Seq of the last entry up to {@code high} that is such; what is such stands before what is not. */
    private long last(long high, Predicate<LogEntry> such) {
        long low = oldest;
        long top = high;
        while (low <= top) {
            long middle = (low + top) >>> 1;
            if (such.test(at(middle))) {
                low = middle + 1;
            } else {
                top = middle - 1;
            }
        }
        return low - 1;
    }

    LogEntry at(long seq) {
        return entries[index(seq)];
    }

    long oldest() {
        return oldest;
    }

    long latest() {
        return latest;
    }

    long evictedVersion() {
        return evictedVersion;
    }

    /** Since when everything is here that was ever taken in. */
    Instant heldSince() {
        return heldSince;
    }

    private int index(long seq) {
        return (int) ((seq - 1) % entries.length);
    }
}
