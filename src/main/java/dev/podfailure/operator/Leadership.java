package dev.podfailure.operator;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this replica is the one that writes. Without leader election it always is.
 *
 * <p>A replica that cannot renew its lease stops to lead {@link #RENEWAL_DEADLINE} after it last could, by its own clock and
 * without being told: also one that was paused, before it does anything else. It stays a warm standby and campaigns again; it
 * need not end, since an API server that was gone for a minute is no reason to throw the caches away.
 */
final class Leadership implements AutoCloseable {
    /** How long the lease is good without being renewed. */
    static final Duration LEASE = Duration.ofSeconds(15);

    /** Leaves others enough of the lease that no two replicas write at a time. */
    static final Duration RENEWAL_DEADLINE = Duration.ofSeconds(10);

    /** A renewal that is not answered can be asked for once more before {@link #RENEWAL_DEADLINE}. */
    static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(4);

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
    private static final Duration RENEW_EVERY = Duration.ofSeconds(2);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration RELEASE_PATIENCE = Duration.ofSeconds(2);

    private final @Nullable LeaseLock lock;
    private final String identity;
    private final LongSupplier nanos;
    private final Thread campaign;
    private Runnable onLead = () -> {};
    private volatile boolean closed;

    /** What both say together is whether this replica leads. Written by the campaign's thread only. */
    private volatile boolean held;

    private volatile long heldFrom;

    /**
     * @param lock the lease; absent without leader election
     * @param identity name of this process in the lease
     * @param nanos a clock that never jumps
     */
    Leadership(@Nullable LeaseLock lock, String identity, LongSupplier nanos) {
        this.lock = lock;
        this.identity = identity;
        this.nanos = nanos;
        this.campaign = Thread.ofPlatform().daemon().name("leader-election").unstarted(this::run);
    }

    boolean isLeading() {
        return lock == null || (held && nanos.getAsLong() - heldFrom < RENEWAL_DEADLINE.toNanos());
    }

    /**
     * Begins to campaign.
     *
     * @param newOnLead called each time this replica begins to lead; must not block
     */
    void start(Runnable newOnLead) {
        if (lock != null) {
            onLead = newOnLead;
            campaign.start();
        }
    }

    /** Stops, and gives the lease back. An API server that is gone must not hold up the end of the process. */
    @Override
    public void close() {
        LeaseLock lease = lock;
        if (lease == null || closed) {
            return;
        }
        closed = true;
        held = false;
        LockSupport.unpark(campaign);
        CompletableFuture<Void> release = CompletableFuture.runAsync(() -> {
            join();
            lease.giveBack();
        });
        try {
            release.get(RELEASE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            notGivenBack("no answer after " + RELEASE_PATIENCE.toSeconds() + " s");
        } catch (ExecutionException e) {
            notGivenBack(String.valueOf(e.getMessage()));
        }
    }

    /** A renewal in flight would take the lease again. */
    private void join() {
        try {
            campaign.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(look().toNanos());
        }
    }

    /** Looks once. Returns how long to wait before the next time. */
    Duration look() {
        LeaseLock lease = lock;
        if (lease == null) {
            return LOOK_EVERY;
        }
        long before = nanos.getAsLong();
        try {
            if (lease.claim()) {
                holding(before);
            } else {
                lost("it is held by " + lease.holder());
            }
        } catch (RuntimeException e) {
            // Nobody knows whose it is: what is not renewed in time is lost, whatever the reason.
            if (!isLeading()) {
                lost(String.valueOf(e.getMessage()));
            }
            return LOOK_EVERY;
        }
        if (isLeading()) {
            return RENEW_EVERY;
        }
        Duration free = lease.untilFree();
        // Not at the same moment as the others; not at all before somebody else's lease has run out.
        return free.isZero() || free.compareTo(LOOK_EVERY) > 0 ? LOOK_EVERY : free;
    }

    private void holding(long since) {
        // Late is as good as lost: what was asked in between was not answered.
        boolean goesOn = isLeading();
        if (!goesOn) {
            lost("it could not be renewed in time");
        }
        heldFrom = since;
        held = !closed;
        if (!goesOn && held) {
            LOG.atInfo().addKeyValue("identity", identity).log("Leading: this replica writes");
            onLead.run();
        }
    }

    private void lost(String why) {
        if (held) {
            held = false;
            LOG.atWarn()
                    .addKeyValue("identity", identity)
                    .addKeyValue("reason", why)
                    .log("The lease was lost: this replica no longer writes, and waits for its next turn");
        }
    }

    private static void notGivenBack(String error) {
        LOG.atInfo().addKeyValue("error", error).log("The lease could not be given back; it will run out");
    }
}
