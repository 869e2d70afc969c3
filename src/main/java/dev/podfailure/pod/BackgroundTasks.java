package dev.podfailure.pod;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A few threads for what must not hold up the informer or a decision. Callers bound what they hand in. */
final class BackgroundTasks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundTasks.class);

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

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
