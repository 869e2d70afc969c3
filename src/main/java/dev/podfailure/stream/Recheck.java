package dev.podfailure.stream;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks again whether a stream may go on. An API server that does not answer ends it only after some time. */
final class Recheck {
    private static final Logger LOG = LoggerFactory.getLogger(Recheck.class);

    private final Supplier<Optional<StatusRuntimeException>> refusal;
    private final Consumer<StatusRuntimeException> revoke;
    private final Duration grace;
    private final LongSupplier nanoTime;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile long lastYes;

    /**
     * @param refusal asked each time; may block
     * @param revoke told of the refusal that ends the stream
     * @param grace how long the last yes counts while nobody answers
     */
    Recheck(
            Supplier<Optional<StatusRuntimeException>> refusal,
            Consumer<StatusRuntimeException> revoke,
            Duration grace,
            LongSupplier nanoTime) {
        this.refusal = refusal;
        this.revoke = revoke;
        this.grace = grace;
        this.nanoTime = nanoTime;
        this.lastYes = nanoTime.getAsLong();
    }

    /** Looks on a thread of the executor, unless the look before is not over yet. */
    void soon(Executor executor) {
        if (!looking.compareAndSet(false, true)) {
            return;
        }
        try {
            executor.execute(() -> {
                try {
                    look();
                } finally {
                    looking.set(false);
                }
            });
        } catch (RejectedExecutionException e) {
            // The server has stopped, and the stream with it.
            looking.set(false);
        }
    }

    /** Looks now. */
    void look() {
        long asked = nanoTime.getAsLong();
        Optional<StatusRuntimeException> no = refusal.get();
        if (no.isEmpty()) {
            lastYes = asked;
        } else if (!isPassing(no.get()) || nanoTime.getAsLong() - lastYes >= grace.toNanos()) {
            LOG.atInfo()
                    .addKeyValue("code", no.get().getStatus().getCode())
                    .addKeyValue("reason", no.get().getStatus().getDescription())
                    .log("Ending a stream whose caller may not read it any more");
            revoke.accept(no.get());
        }
    }

    private static boolean isPassing(StatusRuntimeException error) {
        Status.Code code = error.getStatus().getCode();
        return code == Status.Code.UNAVAILABLE || code == Status.Code.RESOURCE_EXHAUSTED;
    }
}
