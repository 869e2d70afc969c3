package dev.podfailure.push;

import dev.podfailure.events.v1alpha1.PublishRequest;
import dev.podfailure.metrics.SinkMetrics;
import dev.podfailure.stream.FailureEventLog;
import dev.podfailure.tls.UnusableFileException;
import io.grpc.Status;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Pushes to one receiver while this replica leads: one call at a time, on a thread of its own, so that a receiver that hangs
 * is waited for by nobody else.
 */
final class Sink {
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /** So many calls find a lone bad event in a full batch. After more in a row it is the receiver, not the events. */
    private static final int SEARCH = 20;

    private static final List<String> CODES =
            Arrays.stream(Status.Code.values()).map(Status.Code::name).toList();

    private final String source;
    private final BooleanSupplier leading;
    private final SinkTiming timing;
    private final Clock clock;
    private final SinkMetrics.OfSink metrics;
    private final SinkQueue queue;
    private final SinkChannel receiver;
    private final SinkLog log;
    private final Thread thread;
    private final AtomicBoolean restartDue = new AtomicBoolean(true);

    /** Whether the thread waits for news: only then it is woken by them. */
    private volatile boolean idle;

    private volatile boolean stopping;
    private volatile boolean leads;

    // Of the thread alone.
    private final Backoff backoff;
    private boolean flowing = true;
    private boolean done;

    /**
     * @param source name of this replica
     * @throws UnusableFileException if a file of the target cannot be used
     */
    Sink(
            SinkTarget target,
            String source,
            FailureEventLog events,
            BooleanSupplier leading,
            SinkTiming timing,
            SinkMetrics metrics,
            Clock clock)
            throws UnusableFileException {
        this.source = source;
        this.leading = leading;
        this.timing = timing;
        this.clock = clock;
        this.metrics = metrics.sink(target.name(), CODES);
        this.log = new SinkLog(target, System::nanoTime);
        var feed = events.feed(this::lost);
        this.queue = new SinkQueue(feed, clock.instant());
        this.receiver = new SinkChannel(target, timing.call());
        this.backoff = new Backoff(new SplittableRandom(), timing.mostAsked());
        this.thread = Thread.ofVirtual().name("sink-" + target.name()).unstarted(this::run);
        feed.onNews(this::news);
        this.metrics.waiting(this::waiting, this::oldestAge);
    }

    void start() {
        thread.start();
    }

    /** This replica leads from now on: the receiver gets all that is known, since nobody knows what the last leader sent. */
    void lead() {
        restartDue.set(true);
        LockSupport.unpark(thread);
    }

    /** Lets the thread send what waits, and end. It needs not lead any more for that, if it does now. */
    void beginToStop() {
        stopping = true;
        LockSupport.unpark(thread);
    }

    /** Waits until the thread has ended; breaks off what it does when time is up. */
    void awaitEnd(Duration patience) throws InterruptedException {
        boolean started = thread.getState() != Thread.State.NEW;
        if (started && !thread.join(patience)) {
            thread.interrupt();
            thread.join(LAST_WORDS);
        }
        receiver.close();
    }

    private long waiting() {
        return leads ? queue.waiting() : 0;
    }

    private Duration oldestAge() {
        return leads ? queue.oldestAge(clock.instant()) : Duration.ZERO;
    }

    private void news() {
        if (idle) {
            LockSupport.unpark(thread);
        }
    }

    private void lost(long events) {
        metrics.dropped("overtaken", events);
        log.overtaken(events);
    }

    private void run() {
        while (isToGoOn()) {
            try {
                step();
            } catch (RuntimeException e) {
                log.broke(e);
                flowing = false;
                pause(timing.later().first());
            }
        }
    }

    /** Waits for this replica's turn to lead. Whoever leads when it stops may go on for as long as all goes well. */
    private boolean isToGoOn() {
        while (!Thread.currentThread().isInterrupted()) {
            if (stopping) {
                return leads && flowing && !done;
            }
            leads = leading.getAsBoolean();
            if (leads) {
                return true;
            }
            LockSupport.park(this);
        }
        return false;
    }

    private void step() {
        if (restartDue.getAndSet(false)) {
            queue.restart(clock.instant());
            log.beginsAnew();
        }
        idle = true;
        Optional<Batch> batch = queue.next(System.nanoTime());
        if (batch.isPresent()) {
            idle = false;
            pause(send(batch.get()));
        } else if (stopping) {
            done = true;
        } else {
            park(queue.untilDue(System.nanoTime()).orElse(Long.MAX_VALUE));
        }
    }

    private void park(long nanos) {
        LockSupport.parkNanos(this, nanos);
    }

    /** Returns how long to pause. */
    private Duration send(Batch batch) {
        PublishRequest.Builder request = PublishRequest.newBuilder()
                .setSource(source)
                .setBatchSequence(batch.sequence())
                .setAttempt(batch.attempt());
        batch.events().forEach(event -> request.addEvents(event.event()));
        Answer answer = receiver.publish(request.build());
        if (Thread.currentThread().isInterrupted()) {
            return Duration.ZERO;
        }
        return switch (answer) {
            case Answer.Taken taken -> taken(taken);
            case Answer.Failed failed -> failed(batch, failed);
        };
    }

    private Duration taken(Answer.Taken taken) {
        metrics.called("OK");
        Settlement settlement = queue.settle(taken.exceptions(), timing.soon(), System.nanoTime());
        metrics.sent(settlement.accepted());
        metrics.retried(settlement.putOff());
        settlement.rejected().forEach(rejected -> {
            metrics.dropped("rejected", 1);
            log.dropped(rejected.event(), "rejected", rejected.message());
        });
        log.took();
        flowing = settlement.isProgress();
        if (flowing) {
            backoff.succeeded();
            return Duration.ZERO;
        }
        return backoff.pause(timing.soon(), backoff.failed(), Optional.empty());
    }

    private Duration failed(Batch batch, Answer.Failed failure) {
        metrics.called(failure.code().name());
        Reaction reaction = Reaction.to(failure);
        int failures = backoff.failed();
        return reaction == Reaction.POISON
                ? isolate(batch, failure, failures)
                : later(batch, failure, reaction, failures);
    }

    private Duration isolate(Batch batch, Answer.Failed failure, int failures) {
        if (batch.isLone()) {
            queue.drop();
            metrics.dropped("invalid", 1);
            log.dropped(batch.events().getFirst(), "invalid", failure.message());
        } else {
            queue.split();
        }
        return failures <= SEARCH
                ? Duration.ZERO
                : backoff.pause(timing.soon(), failures - SEARCH, failure.retryAfter());
    }

    private Duration later(Batch batch, Answer.Failed failure, Reaction reaction, int failures) {
        flowing = false;
        log.failed(failure);
        metrics.retried(batch.events().size());
        boolean inParts = reaction.inParts() && (batch.suspect() || batch.attempt() >= 2);
        boolean soon = inParts || reaction == Reaction.SOON || reaction == Reaction.SOON_OR_IN_PARTS;
        if (inParts && !batch.isLone()) {
            queue.split();
        } else if (!inParts || !queue.setAside(timing.later(), System.nanoTime())) {
            queue.again();
        }
        return backoff.pause(soon ? timing.soon() : timing.later(), failures, failure.retryAfter());
    }

    /** News do not end it; a new turn to lead and the stop do. */
    private void pause(Duration pause) {
        long end = System.nanoTime() + pause.toNanos();
        long left = pause.toNanos();
        while (left > 0
                && !stopping
                && !restartDue.get()
                && !Thread.currentThread().isInterrupted()) {
            park(left);
            left = end - System.nanoTime();
        }
    }
}
