package dev.podfailure.stream;

import dev.podfailure.events.v1alpha1.WatchResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's stream. It sends only while the transport has room, so a client that does not read costs one frame and the
 * transport's buffers. Whoever has news calls {@link #wake}; one thread at a time sends, since an observer is not
 * thread-safe.
 */
final class Watcher {
    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);

    private final ServerCallStreamObserver<WatchResponse> client;
    private final StreamCursor cursor;
    private final Executor executor;
    private final Watchers watchers;

    /** Calls of {@link #wake} not yet looked after: whoever makes it more than 0 starts the one run. */
    private final AtomicInteger wakes = new AtomicInteger();

    private final AtomicBoolean signDue = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable StatusRuntimeException dismissal;
    private volatile @Nullable StatusRuntimeException revocation;
    private final List<Future<?>> periodic = new CopyOnWriteArrayList<>();

    Watcher(ServerCallStreamObserver<WatchResponse> client, StreamCursor cursor, Executor executor, Watchers watchers) {
        this.client = client;
        this.cursor = cursor;
        this.executor = executor;
        this.watchers = watchers;
    }

    /** Sends signs of life from now on, each as soon as there is nothing else to send. */
    void signEvery(Duration interval, ScheduledExecutorService timer) {
        repeat(this::signOfLife, interval, timer);
    }

    /** Does something again and again until the stream ends; it must not block. */
    void repeat(Runnable task, Duration interval, ScheduledExecutorService timer) {
        periodic.add(timer.scheduleAtFixedRate(task, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS));
        if (ended.get()) {
            cancelPeriodic();
        }
    }

    /** Sends what there is to send, soon and on another thread. */
    void wake() {
        if (wakes.getAndIncrement() > 0) {
            return;
        }
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException e) {
            // The server has stopped: its transport ends the call.
            end();
        }
    }

    /** There is news. If there is no room for it now, the transport calls {@link #wake} as soon as there is. */
    void news() {
        if (client.isReady()) {
            wake();
        }
    }

    /** Sends what the transport still has room for, then ends with this error. */
    void dismiss(StatusRuntimeException error) {
        dismissal = error;
        wake();
    }

    /** Ends with this error, and sends no event any more. */
    void revoke(StatusRuntimeException error) {
        revocation = error;
        wake();
    }

    /** Takes note that the call is over. */
    void end() {
        if (ended.compareAndSet(false, true)) {
            watchers.remove(this);
            cancelPeriodic();
        }
    }

    private void signOfLife() {
        signDue.set(true);
        wake();
    }

    private void cancelPeriodic() {
        periodic.forEach(scheduled -> scheduled.cancel(false));
    }

    private void run() {
        int seen = wakes.get();
        while (seen > 0) {
            try {
                send();
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("A stream of events broke off");
                fail(Status.INTERNAL
                        .withDescription("the server met an error of its own; its log has it")
                        .asRuntimeException());
            }
            seen = wakes.addAndGet(-seen);
        }
    }

    private void send() {
        while (!ended.get() && revocation == null && client.isReady()) {
            switch (cursor.next()) {
                case Step.Send send -> client.onNext(send.frame());
                case Step.Fail fail -> fail(fail.error());
                case Step.Complete ignored -> complete();
                case Step.Wait ignored -> {
                    if (dismissal == null && !signDue.get()) {
                        return;
                    }
                    signDue.set(false);
                    client.onNext(cursor.sign());
                    endIfDismissed();
                }
            }
        }
        endIfDismissed();
    }

    private void endIfDismissed() {
        StatusRuntimeException revoked = revocation;
        StatusRuntimeException error = revoked == null ? dismissal : revoked;
        if (error != null) {
            fail(error);
        }
    }

    private void complete() {
        end();
        client.onCompleted();
    }

    private void fail(StatusRuntimeException error) {
        if (!ended.get()) {
            end();
            client.onError(error);
        }
    }
}
