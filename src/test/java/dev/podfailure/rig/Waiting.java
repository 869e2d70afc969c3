package dev.podfailure.rig;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for something that tells nobody when it is there. */
final class Waiting {
    private static final long STEP_MILLIS = 50;

    private Waiting() {}

    /**
     * Asks again and again until the condition holds.
     *
     * @param check throws if there is nothing left to wait for
     * @param explanation message of the exception when the patience is over
     */
    static void until(Duration patience, Runnable check, BooleanSupplier condition, Supplier<String> explanation) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            check.run();
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(explanation.get());
            }
            try {
                Thread.sleep(STEP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting", e);
            }
        }
    }
}
