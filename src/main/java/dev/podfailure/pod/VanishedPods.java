package dev.podfailure.pod;

import dev.podfailure.failure.PodEvent;
import dev.podfailure.metrics.FailureMetrics;
import dev.podfailure.rules.ActiveRules;
import dev.podfailure.rules.Classification;
import dev.podfailure.stream.FailureEventLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * Judges pods that were gone before a record was seen on them: streams them on every replica, counts them on the leader.
 * Runs on threads of its own; too many at once are dropped and counted.
 */
final class VanishedPods {
    /** Each holds a trimmed pod, a few KB. */
    private static final int MAX_WAITING = 5_000;

    private static final Duration BUSY = Duration.ofMillis(50);
    private static final Duration NOT_YET = Duration.ofSeconds(1);

    private final FailedPodSettings settings;
    private final Decider decider;
    private final ActiveRules rules;
    private final PodAccess access;
    private final PodEvents events;
    private final FailureEventLog log;
    private final FailureMetrics metrics;
    private final CommitJournal journal;
    private final BooleanSupplier leading;
    private final BackgroundTasks background;
    private final Clock clock;
    private final Semaphore room = new Semaphore(MAX_WAITING);

    VanishedPods(
            FailedPodSettings settings,
            ActiveRules rules,
            PodAccess access,
            PodEvents events,
            FailureEventLog log,
            FailureMetrics metrics,
            CommitJournal journal,
            BooleanSupplier leading,
            BackgroundTasks background,
            Clock clock) {
        this.settings = settings;
        this.decider = new Decider(settings.settle(), settings.rulesSettle());
        this.rules = rules;
        this.access = access;
        this.events = events;
        this.log = log;
        this.metrics = metrics;
        this.journal = journal;
        this.leading = leading;
        this.background = background;
        this.clock = clock;
    }

    /**
     * Takes a pod that is gone. Does not block.
     *
     * @param finalStateKnown if not, a record may have been written that nobody saw: it is streamed, never counted
     */
    void add(WatchedPod pod, boolean finalStateKnown) {
        if (!room.tryAcquire()) {
            metrics.vanishedDropped();
            return;
        }
        again(pod, finalStateKnown && leading.getAsBoolean(), Duration.ZERO);
    }

    private void again(WatchedPod pod, boolean counts, Duration delay) {
        if (!background.run(() -> run(pod, counts), delay)) {
            room.release();
        }
    }

    private void run(WatchedPod pod, boolean counts) {
        Optional<Duration> delay = Optional.empty();
        try {
            delay = judge(pod, counts);
        } finally {
            delay.ifPresentOrElse(time -> again(pod, counts, time), room::release);
        }
    }

    /** Returns when to try again; absent: the pod is done with. */
    private Optional<Duration> judge(WatchedPod pod, boolean counts) {
        if (!pod.deciding().tryLock()) {
            return Optional.of(BUSY);
        }
        try {
            if (pod.isAccepted()) {
                log.gone(pod.last());
                return Optional.empty();
            }
            FailedPod failed = new FailedPod(pod.last(), pod.sighting(), true);
            return act(decide(failed), failed, pod, counts);
        } finally {
            pod.deciding().unlock();
        }
    }

    private Decision decide(FailedPod failed) {
        Decision decision = decider.decide(failed, rules.current(), clock.instant(), Optional.empty());
        if (!(decision instanceof Decision.ReadEvents)) {
            return decision;
        }
        Optional<List<PodEvent>> read = events.tryRead(failed.pod());
        return read.isEmpty() ? decision : decider.decide(failed, rules.current(), clock.instant(), read);
    }

    private Optional<Duration> act(Decision decision, FailedPod failed, WatchedPod pod, boolean counts) {
        switch (decision) {
            case Decision.NotYet notYet -> {
                return Optional.of(NOT_YET);
            }
            case Decision.Wait wait -> {
                Duration left = Duration.between(clock.instant(), wait.until());
                return Optional.of(left.isNegative() ? Duration.ZERO : left);
            }
            case Decision.ReadEvents busy -> {
                return Optional.of(BUSY);
            }
            case Decision.Commit commit -> vanished(commit.classification(), failed, counts);
            case Decision.Skip skip -> {
                if (counts && pod.noteOnce(WatchedPod.Note.SKIPPED)) {
                    metrics.skipped(skip.reason());
                }
                log.gone(failed.pod());
            }
            case Decision.LeaveUnmarked leave -> {
                if (counts && pod.noteOnce(WatchedPod.Note.UNMATCHED)) {
                    metrics.unmatched();
                }
                log.gone(failed.pod());
            }
            case Decision.AlreadyDecided decided -> log.gone(failed.pod());
        }
        return Optional.empty();
    }

    /** A pod that still answers only left the selector. One that cannot be read is gone: no pod leaves phase Failed. */
    private void vanished(Classification classification, FailedPod failed, boolean counts) {
        if (access.read(failed.pod()) instanceof PodReading.Found) {
            log.gone(failed.pod());
            return;
        }
        Instant now = clock.instant();
        log.vanished(failed.pod(), classification, now);
        if (counts) {
            String uid = failed.pod().getMetadata().getUid();
            journal.vanished(
                    failed,
                    classification,
                    DecisionRecord.of(uid, classification, 0, now, settings.identity(), settings.evidenceText()));
        }
    }
}
