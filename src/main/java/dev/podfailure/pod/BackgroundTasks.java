package dev.podfailure.pod;

import java.time.Duration;
import java.util.concurrent.Delayed;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A few threads for what must not hold up the informer or a decision. Callers bound what they hand in. */
final class BackgroundTasks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundTasks.class);
    private static final Duration LAST_TASKS = Duration.ofSeconds(1);

    private final ScheduledThreadPoolExecutor executor;

    BackgroundTasks(int threads) {
        this.executor = new ScheduledThreadPoolExecutor(
                threads, Thread.ofPlatform().name("failed-pods-", 0).daemon().factory());
    }

    /**
     * Runs the task after a while. Does not block.
     *
     * @return false if nothing runs any more because the process is stopping
     */
    boolean run(Runnable task, Duration delay) {
        try {
            Future<?> unused = executor.schedule(() -> guarded(task), delay.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("A task about failed pods broke");
        }
    }

    /** Finishes what is due, within a bound: a commit that was accepted is still counted and logged. */
    @Override
    public void close() {
        executor.getQueue().removeIf(task -> task instanceof Delayed later && later.getDelay(TimeUnit.NANOSECONDS) > 0);
        executor.shutdown();
        try {
            if (executor.awaitTermination(LAST_TASKS.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        executor.shutdownNow();
    }
}
