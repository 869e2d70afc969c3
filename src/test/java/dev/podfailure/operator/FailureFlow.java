package dev.podfailure.operator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One pod after the other fails, until it is told to stop. */
final class FailureFlow implements AutoCloseable {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<String> uids = new CopyOnWriteArrayList<>();
    private final Future<?> flow;

    FailureFlow(Kubelet kubelet, int exitCode, Duration pause) {
        flow = timer.scheduleWithFixedDelay(
                () -> uids.add(kubelet.fail("pod-" + uids.size(), exitCode)
                        .getMetadata()
                        .getUid()),
                0,
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** How many have failed. */
    int count() {
        return uids.size();
    }

    /** Stops. Returns the UIDs of all that failed. */
    List<String> stop() {
        flow.cancel(false);
        timer.close();
        return new ArrayList<>(uids);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
