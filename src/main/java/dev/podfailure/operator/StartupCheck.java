package dev.podfailure.operator;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits until the cluster can be used, and says what is missing meanwhile. */
final class StartupCheck {
    private static final Logger LOG = LoggerFactory.getLogger(StartupCheck.class);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final Supplier<Optional<String>> problem;
    private final Duration timeout;
    private volatile String current = "the cluster has not been asked yet";

    /**
     * @param problem what is missing now; empty if nothing is
     * @param timeout after which it is no use to wait any longer
     */
    StartupCheck(Supplier<Optional<String>> problem, Duration timeout) {
        this.problem = problem;
        this.timeout = timeout;
    }

    /** What is missing; {@code ""} once the check was passed. */
    String problem() {
        return current;
    }

    /**
     * Asks until nothing is missing.
     *
     * @return whether the cluster can be used
     */
    boolean pass(BooleanSupplier cancelled) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        Duration wait = FIRST_WAIT;
        while (!cancelled.getAsBoolean()) {
            Optional<String> missing = problem.get();
            current = missing.orElse("");
            if (missing.isEmpty()) {
                return true;
            }
            if (System.nanoTime() + wait.toNanos() > deadline) {
                LOG.atError().addKeyValue("problem", current).log("Giving up: the cluster cannot be used");
                return false;
            }
            LOG.atWarn()
                    .addKeyValue("problem", current)
                    .addKeyValue("retryIn", wait)
                    .log("Waiting for a cluster that can be used");
            Thread.sleep(wait.toMillis());
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
        }
        return false;
    }
}
