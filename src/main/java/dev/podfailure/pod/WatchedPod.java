package dev.podfailure.pod;

import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.rules.CategoryPair;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One failed pod, by UID, from its first failed version to its DELETED: what was seen of it, and what was tried. Written by
 * the informer's thread and by the one that decides.
 */
final class WatchedPod {

    /** How a pod can be left alone. */
    enum Note {
        SKIPPED,
        UNMATCHED
    }

    private static final int MAX_ATTEMPTS = 8;

    private final String uid;

    /** Held while somebody decides: a pod is judged as vanished only after a commit in flight has its answer. */
    private final ReentrantLock deciding = new ReentrantLock();

    // All that follows is guarded by this.

    private PackedPod last;
    private Sighting sighting;
    private Optional<CategoryPair> decided;
    private boolean reclassificationAsked;

    /** Sent and not known to be accepted. An attempt that was refused may stay: no record will ever match it. */
    private final List<Attempt> attempts = new ArrayList<>(0);

    private long acceptedVersion = -1;
    private final Set<Note> notes = EnumSet.noneOf(Note.class);
    private int troubles;
    private int refusals;

    /**
     * @param packed the same version as it is kept
     * @param record the valid record on it
     * @param live see {@link Sighting}
     */
    WatchedPod(Pod first, PackedPod packed, Optional<PodAnnotations> record, Instant now, boolean live) {
        this.uid = first.getMetadata().getUid();
        this.last = packed;
        this.sighting = Sighting.first(first, now, live);
        this.decided = pair(record);
        this.reclassificationAsked = PodAnnotations.asksForReclassification(first);
    }

    String uid() {
        return uid;
    }

    ReentrantLock deciding() {
        return deciding;
    }

    /** Takes in a further version, as the informer delivers it. */
    synchronized void see(Pod version, PackedPod packed, Optional<PodAnnotations> record) {
        last = packed;
        sighting = sighting.and(version);
        decided = pair(record);
        reclassificationAsked = PodAnnotations.asksForReclassification(version);
    }

    /** Whether a decision is still wanted: there is no record, or a user asks for another one. */
    synchronized boolean isOpen() {
        return decided.isEmpty() || reclassificationAsked;
    }

    /** A copy of the last version. Takes some ten microseconds. */
    Pod last() {
        PackedPod packed;
        synchronized (this) {
            packed = last;
        }
        return packed.unpack();
    }

    synchronized Sighting sighting() {
        return sighting;
    }

    /** What the valid record on the last version says, if there is one. */
    synchronized Optional<CategoryPair> decided() {
        return decided;
    }

    /** Notes a record that is about to be sent. */
    synchronized void sending(Attempt attempt) {
        if (attempts.size() == MAX_ATTEMPTS) {
            attempts.removeFirst();
        }
        attempts.addLast(attempt);
    }

    /**
     * The attempt that wrote this record, if it was one of this process's and nobody took it yet: whoever gets it counts it.
     */
    synchronized Optional<Attempt> takeAttempt(PodAnnotations found) {
        Optional<Attempt> written =
                attempts.stream().filter(attempt -> attempt.wrote(found)).findFirst();
        written.ifPresent(attempts::remove);
        return written;
    }

    /** Notes which version an accepted commit made. */
    synchronized void accepted(String resourceVersion) {
        acceptedVersion = ResourceVersions.number(resourceVersion);
        troubles = 0;
        refusals = 0;
    }

    /** Whether this version is older than one that is known to carry a record. */
    synchronized boolean isOutdated(Pod version) {
        return ResourceVersions.number(version.getMetadata().getResourceVersion()) < acceptedVersion;
    }

    /** Whether a commit was accepted. */
    synchronized boolean isAccepted() {
        return acceptedVersion >= 0;
    }

    /** Of all pods there are few pairs. */
    private static Optional<CategoryPair> pair(Optional<PodAnnotations> record) {
        return record.map(found ->
                new CategoryPair(found.category().intern(), found.subcategory().intern()));
    }

    /** True for the first caller: a pod that is left alone is counted once. */
    synchronized boolean noteOnce(Note note) {
        return notes.add(note);
    }

    /** How many answers in a row were neither an acceptance nor a refusal, this one included. */
    synchronized int trouble() {
        refusals = 0;
        return ++troubles;
    }

    /**
     * How many answers in a row were refusals, this one included. They are counted apart: an API server that comes back
     * after an outage refuses everybody for a moment, and those who tried often meanwhile must not wait long for that.
     */
    synchronized int refusal() {
        troubles = 0;
        return ++refusals;
    }
}
