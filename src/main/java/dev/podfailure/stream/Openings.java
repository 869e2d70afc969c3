package dev.podfailure.stream;

import dev.podfailure.events.v1alpha1.Gap;
import dev.podfailure.events.v1alpha1.GapReason;
import java.time.Instant;
import java.util.Optional;

/**
 * Where streams can begin in a log as it is now. Changes nothing.
 *
 * @param incarnation names the log
 * @param ring its latest entries
 * @param completeFrom every event that the log saw after this resource version is still held; 0 if nobody knows
 */
record Openings(long incarnation, EventRing ring, long completeFrom) {

    /** The opening of a stream; absent for a token that this log cannot have given out. */
    Optional<Opening> of(Start start) {
        return switch (start) {
            case Start.Now ignored -> Optional.of(at(Position.inLog(ring.latest())));
            case Start.Snapshot ignored -> Optional.of(at(Position.beforePods(ring.latest())));
            case Start.Since since -> Optional.of(since(since.time()));
            case Start.Resume resume -> resume(resume.token());
        };
    }

    /** Pods whose entries have left the ring, then the ring itself, which knows the pods that are gone too. */
    private Opening since(Instant time) {
        long evicted = ring.oldest() - 1;
        Opening opening = at(new Position(0, evicted, evicted, time.toEpochMilli()));
        if (!time.isBefore(ring.heldSince())) {
            return opening;
        }
        return opening.behind(Gap.newBuilder()
                .setReason(GapReason.GAP_REASON_SINCE_NOT_RETAINED)
                .setLostAfter(Times.timestamp(time))
                .setLostBefore(Times.timestamp(ring.heldSince()))
                .build());
    }

    private Optional<Opening> resume(ResumeToken token) {
        if (token.incarnation() != incarnation) {
            return Optional.of(resumeElsewhere(token));
        }
        long seq = token.position().seq();
        long lost = ring.oldest() - 1 - seq;
        if (seq > ring.latest()) {
            return Optional.empty();
        }
        if (lost > 0) {
            return Optional.of(snapshotBehind(Gap.newBuilder()
                    .setReason(GapReason.GAP_REASON_TOKEN_EXPIRED)
                    .setLostEvents(lost)
                    .setLostBefore(Times.timestamp(ring.heldSince()))
                    .build()));
        }
        return Optional.of(at(token.position()));
    }

    /** Resource versions are the same for every replica, so they can tell what came after the token. */
    private Opening resumeElsewhere(ResumeToken token) {
        boolean complete = completeFrom > 0 && token.version() >= completeFrom;
        if (complete && !token.position().hasPodsLeft()) {
            return at(Position.inLog(ring.lastUpTo(token.version())));
        }
        return snapshotBehind(
                Gap.newBuilder().setReason(GapReason.GAP_REASON_STREAM_CHANGED).build());
    }

    private Opening snapshotBehind(Gap gap) {
        return at(Position.beforePods(ring.latest())).behind(gap);
    }

    private Opening at(Position position) {
        return Opening.at(position, ring.latest());
    }
}
