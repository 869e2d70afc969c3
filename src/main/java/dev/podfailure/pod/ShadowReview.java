package dev.podfailure.pod;

import dev.podfailure.failure.PodEvent;
import dev.podfailure.metrics.FailureMetrics;
import dev.podfailure.rules.Question;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Asks shadow rule sets about pods that were decided, after the fact and in the background: no decision waits for it, and
 * too many pods at once are left out.
 */
final class ShadowReview {
    /** Each holds a trimmed pod and the rules as they were, which most of them share. */
    private static final int MAX_WAITING = 1_000;

    private static final Duration READERS_BUSY = Duration.ofMillis(50);

    private final PodEvents events;
    private final FailureMetrics metrics;
    private final BackgroundTasks background;
    private final Semaphore room = new Semaphore(MAX_WAITING);

    ShadowReview(PodEvents events, FailureMetrics metrics, BackgroundTasks background) {
        this.events = events;
        this.metrics = metrics;
        this.background = background;
    }

    /** Takes a pod that was decided. To be called once for each, on the leader. Does not block. */
    void add(Judgement judgement) {
        if (!judgement.book().hasShadowSets()) {
            return;
        }
        if (!room.tryAcquire()) {
            metrics.rules().shadowDropped();
            return;
        }
        again(judgement, Duration.ZERO);
    }

    private void again(Judgement judgement, Duration delay) {
        if (!background.run(() -> run(judgement), delay)) {
            room.release();
        }
    }

    private void run(Judgement judgement) {
        boolean done = true;
        try {
            done = ask(judgement);
        } finally {
            if (done) {
                room.release();
            } else {
                again(judgement, READERS_BUSY);
            }
        }
    }

    /** Returns false if events are needed that cannot be read just now. */
    private boolean ask(Judgement judgement) {
        Question question = judgement.question();
        if (judgement.book().shadowNeedsEvents(question)) {
            Optional<List<PodEvent>> read = events.tryRead(Objects.requireNonNull(question.pod()));
            if (read.isEmpty()) {
                return false;
            }
            question = question.withEvents(read);
        }
        judgement.book().shadow(question, judgement.verdict()).forEach(metrics.rules()::shadow);
        return true;
    }
}
