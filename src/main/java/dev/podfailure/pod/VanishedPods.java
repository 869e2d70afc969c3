package dev.podfailure.pod;

import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.metrics.FailureMetrics;
import dev.podfailure.rules.Classification;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
    private final Classifier classifier;
    private final PodAccess access;
    private final FailureStream stream;
    private final FailureMetrics metrics;
    private final CommitJournal journal;
    private final BooleanSupplier leading;
    private final BackgroundTasks background;
    private final Clock clock;
    private final Semaphore room = new Semaphore(MAX_WAITING);

    VanishedPods(
            FailedPodSettings settings,
            Classifier classifier,
            PodAccess access,
            FailureStream stream,
            FailureMetrics metrics,
            CommitJournal journal,
            BooleanSupplier leading,
            BackgroundTasks background,
            Clock clock) {
        this.settings = settings;
        this.classifier = classifier;
        this.access = access;
        this.stream = stream;
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
                stream.gone(pod.last());
                return Optional.empty();
            }
            FailedPod failed = classifier.failedPod(pod.last(), pod, true);
            return act(classifier.decide(failed, counts), failed, pod, counts);
        } finally {
            pod.deciding().unlock();
        }
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
            case Decision.Commit commit -> vanished(commit, failed, counts);
            case Decision.Skip skip -> {
                if (counts && pod.noteOnce(WatchedPod.Note.SKIPPED)) {
                    metrics.skipped(skip.reason());
                }
                stream.gone(failed.pod());
            }
            case Decision.LeaveUnmarked leave -> {
                if (counts && pod.noteOnce(WatchedPod.Note.UNMATCHED)) {
                    metrics.unmatched();
                }
                stream.gone(failed.pod());
            }
            case Decision.AlreadyDecided decided -> stream.gone(failed.pod());
        }
        return Optional.empty();
    }

    /** A pod that still answers only left the selector. One that cannot be read is gone: no pod leaves phase Failed. */
    private void vanished(Decision.Commit decided, FailedPod failed, boolean counts) {
        if (access.read(failed.pod()) instanceof PodReading.Found) {
            stream.gone(failed.pod());
            return;
        }
        Instant now = clock.instant();
        Classification classification = decided.classification();
        stream.vanished(failed.pod(), classification, now);
        if (counts) {
            PodAnnotations record =
                    DecisionRecord.of(failed, classification, 0, now, settings.identity(), settings.evidenceText());
            journal.vanished(new Attempt(failed, classification, decided.judgement(), record));
        }
    }
}
