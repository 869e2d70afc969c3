package dev.podfailure.stream;

import com.google.protobuf.ByteString;
import dev.podfailure.events.v1alpha1.FailureEvent;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What one replica knows of failures: the ring of the latest entries, and the entries of the pods that exist. The lock is
 * held for the copying of some references at most, never while an event is made or sent.
 */
final class EventStore {
    /** Never 0, which is the name of no log. */
    private final long incarnation = new SecureRandom().nextLong() | 1;

    private final LogSettings settings;
    private final Clock clock;

    /** Guards all of the fields up to the blank line; pods is changed under it, and read without. */
    private final Object lock = new Object();

    private final EventRing ring;
    private final Map<String, LogEntry.Failure> byUid = new HashMap<>();
    private long highestVersion;
    private Instant lastDelivery;

    /** Nothing was missed from this resource version on. 0: nobody knows. */
    private long watchedFrom;

    private final ConcurrentSkipListMap<Long, LogEntry.Failure> pods = new ConcurrentSkipListMap<>();

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    EventStore(LogSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.lastDelivery = clock.instant();
        this.ring = new EventRing(settings.capacity(), lastDelivery);
    }

    /** Calls the listener, too, after each entry, on the thread that brought it: it must not block. */
    void onAppend(Runnable listener) {
        listeners.add(listener);
    }

    /** Takes note that all up to this version has come in or is about to, and that the rest is watched. */
    void watching(long version) {
        synchronized (lock) {
            highestVersion = Math.max(highestVersion, version);
            lastDelivery = clock.instant();
            if (watchedFrom == 0) {
                watchedFrom = version;
            }
        }
    }

    /** Takes note that nothing was missed from an earlier version on. */
    void completeFrom(long version) {
        synchronized (lock) {
            watchedFrom = Math.min(watchedFrom, version);
        }
    }

    /** Every event after this resource version is still held; 0 if nobody knows. */
    long completeFrom() {
        synchronized (lock) {
            boolean known = settings.singleWatch() && watchedFrom > 0;
            return known ? Math.max(watchedFrom, ring.evictedVersion()) : 0;
        }
    }

    /** Whether a token is of this log. */
    boolean gave(ResumeToken token) {
        return token.incarnation() == incarnation;
    }

    /** Takes note that this version of some pod was delivered. */
    void delivered(long version) {
        synchronized (lock) {
            highestVersion = Math.max(highestVersion, version);
            lastDelivery = clock.instant();
        }
    }

    /** The revision that is held of a pod; -1 if none is. */
    long revision(String uid) {
        synchronized (lock) {
            LogEntry.Failure known = byUid.get(uid);
            return known == null ? -1 : Integer.toUnsignedLong(known.event().getRevision());
        }
    }

    /** Appends the event of a pod that exists, unless this revision or a greater one is there already. */
    void put(String uid, FailureEvent event) {
        synchronized (lock) {
            LogEntry.Failure known = byUid.get(uid);
            if (known != null && Integer.compareUnsigned(known.event().getRevision(), event.getRevision()) >= 0) {
                return;
            }
            LogEntry.Failure entry = append(event);
            byUid.put(uid, entry);
            pods.put(entry.seq(), entry);
            if (known != null) {
                pods.remove(known.seq());
            }
        }
        tellListeners();
    }

    /** Appends the event of a pod that is gone. */
    void add(FailureEvent event) {
        synchronized (lock) {
            append(event);
        }
        tellListeners();
    }

    /** Appends that the view of the cluster was interrupted. */
    void interrupted() {
        synchronized (lock) {
            ring.append(new LogEntry.Interruption(ring.latest() + 1, highestVersion, clock.instant()));
        }
        tellListeners();
    }

    /** Takes a pod out of those that exist. */
    void remove(String uid) {
        synchronized (lock) {
            LogEntry.Failure known = byUid.remove(uid);
            if (known != null) {
                pods.remove(known.seq());
            }
        }
    }

    /** The opening of a stream now; absent for a token that this log cannot have given out. */
    Optional<Opening> open(Start start) {
        synchronized (lock) {
            return new Openings(incarnation, ring, completeFrom()).of(start);
        }
    }

    /** What is held now. */
    Holding holding() {
        synchronized (lock) {
            return new Holding(ring.oldest(), ring.latest(), ring.heldSince());
        }
    }

    /** Entries of the log after {@code seq} and up to {@code last}. */
    Slice read(long seq, long last, int max) {
        synchronized (lock) {
            return new Slice(ring.between(seq, last, max), ring.oldest());
        }
    }

    /** Entries of the pods that exist, after one and up to another seq, as they are while one looks at them. */
    Iterable<LogEntry.Failure> pods(long after, long upTo) {
        return pods.subMap(after, false, upTo, true).values();
    }

    /** The token of a position. */
    ByteString token(Position position) {
        synchronized (lock) {
            return new ResumeToken(incarnation, position, settledVersion(position.seq())).encode();
        }
    }

    /**
     * What has surely come in before a position: an entry of a lower resource version may follow one of a higher version
     * closely (a new listing comes in the order of names), so the last {@code settle} before the position do not count.
     */
    private long settledVersion(long seq) {
        Instant now = clock.instant();
        if (seq >= ring.latest() && lastDelivery.isBefore(now.minus(settings.settle()))) {
            return highestVersion;
        }
        boolean inRing = seq >= ring.oldest() && seq < ring.latest();
        Instant reached = inRing ? ring.at(seq).at() : now;
        return ring.versionBefore(seq, reached.minus(settings.settle()));
    }

    private void tellListeners() {
        listeners.forEach(Runnable::run);
    }

    private LogEntry.Failure append(FailureEvent event) {
        LogEntry.Failure entry = new LogEntry.Failure(ring.latest() + 1, highestVersion, clock.instant(), event);
        ring.append(entry);
        return entry;
    }

    /** When the entry at a position was taken in, if it is still held. */
    Optional<Instant> time(long seq) {
        synchronized (lock) {
            return seq >= ring.oldest() && seq <= ring.latest()
                    ? Optional.of(ring.at(seq).at())
                    : Optional.empty();
        }
    }

    /**
     * Some entries.
     *
     * @param entries in order
     * @param oldest seq of the oldest entry that was held when they were read
     */
    record Slice(List<LogEntry> entries, long oldest) {}

    /**
     * What is held.
     *
     * @param oldest seq of the oldest entry, one more than {@code latest} if there is none
     * @param latest seq of the latest entry
     * @param since since when every event is held
     */
    record Holding(long oldest, long latest, Instant since) {}
}
