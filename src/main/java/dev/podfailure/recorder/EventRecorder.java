package dev.podfailure.recorder;

import dev.podfailure.metrics.KubernetesEventMetrics;
import dev.podfailure.metrics.KubernetesEventMetrics.Drop;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes Events on a thread of its own. They are a courtesy: what comes faster than the rate, or cannot be written, is
 * counted and left out, and nobody waits for it.
 */
public final class EventRecorder implements Consumer<KubernetesEvent>, AutoCloseable {
    /** Events of failed pods a second, in the long run and at once. */
    static final int PODS_PER_SECOND = 10;

    static final int PODS_AT_ONCE = 200;

    /** The same for everything else: a bucket of its own, so that failing pods leave room for what a rule set has to say. */
    static final int OTHERS_PER_SECOND = 5;

    static final int OTHERS_AT_ONCE = 500;

    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
    private static final int MAX_WAITING = 1_000;
    private static final int TRIES = 3;
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final Duration LAST_EVENTS = Duration.ofSeconds(1);

    private final EventSender sender;
    private final KubernetesEventMetrics metrics;
    private final Clock clock;
    private final TokenBucket pods;
    private final TokenBucket others;
    private final Duration pause;

    /** One thread: the API server is to be asked for one Event at a time. */
    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().name("kubernetes-events").daemon().factory(),
            (task, pool) -> dropped(task));

    private final AtomicBoolean saidThatRightIsMissing = new AtomicBoolean();

    /**
     * @param client must not retry by itself
     * @param instance the replica that writes
     */
    public EventRecorder(KubernetesClient client, String instance, KubernetesEventMetrics metrics, Clock clock) {
        this(new EventWriter(client, instance), metrics, clock, System::nanoTime, BETWEEN_TRIES);
    }

    EventRecorder(EventSender sender, KubernetesEventMetrics metrics, Clock clock, LongSupplier nanos, Duration pause) {
        this.sender = sender;
        this.metrics = metrics;
        this.clock = clock;
        this.pods = new TokenBucket(PODS_PER_SECOND, PODS_AT_ONCE, nanos);
        this.others = new TokenBucket(OTHERS_PER_SECOND, OTHERS_AT_ONCE, nanos);
        this.pause = pause;
    }

    /** Writes the Event in a moment, if there is room for it. Does not block. */
    @Override
    public void accept(KubernetesEvent event) {
        TokenBucket bucket = isOfPod(event) ? pods : others;
        if (bucket.tryTake()) {
            executor.execute(new Writing(event, clock.instant()));
        } else {
            metrics.dropped(isOfPod(event), Drop.RATE);
        }
    }

    /** Says, once in the life of this process, that Events cannot be written. */
    public void rightIsMissing(String what) {
        if (!saidThatRightIsMissing.getAndSet(true)) {
            LOG.atWarn()
                    .addKeyValue("problem", what)
                    .log("Writes no Kubernetes Events, for lack of a right; nothing else depends on them");
        }
    }

    /** Writes what waits, within a bound. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (executor.awaitTermination(LAST_EVENTS.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        executor.shutdownNow().forEach(this::dropped);
    }

    private void dropped(Runnable task) {
        if (task instanceof Writing waiting) {
            metrics.dropped(isOfPod(waiting.event), Drop.NO_ROOM);
        }
    }

    private static boolean isOfPod(KubernetesEvent event) {
        return "Pod".equals(event.regarding().kind());
    }

    /** One Event on its way. */
    private final class Writing implements Runnable {
        private final KubernetesEvent event;
        private final Instant at;

        Writing(KubernetesEvent event, Instant at) {
            this.event = event;
            this.at = at;
        }

        @Override
        public void run() {
            EventAnswer answer = sender.send(event, at);
            for (int tries = 1; tries < TRIES && answer instanceof EventAnswer.Unclear && rested(); tries++) {
                answer = sender.send(event, at);
            }
            switch (answer) {
                case EventAnswer.Written written -> metrics.written(isOfPod(event));
                case EventAnswer.Known known -> {}
                case EventAnswer.Refused refused -> {
                    metrics.dropped(isOfPod(event), refused.lacksRight() ? Drop.FORBIDDEN : Drop.REJECTED);
                    if (refused.lacksRight()) {
                        rightIsMissing(refused.message() + ": apply the roles in manifests/");
                    }
                }
                case EventAnswer.Unclear unclear -> metrics.dropped(isOfPod(event), Drop.NO_ANSWER);
            }
        }

        /** Returns false if the process is about to end. */
        private boolean rested() {
            try {
                Thread.sleep(pause);
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
