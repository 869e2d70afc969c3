package dev.podfailure.rules;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The time that one classification may take, looked at between rules: RE2/J cannot be interrupted, so the last rule may
 * overrun by what a pattern within its bounds costs. Not thread-safe: one classification has one.
 *
 * <p>Reading the clock is cheap, reading a thread's CPU time is not, and a thread that waits for the collector or for a busy
 * machine costs nothing. So the CPU time is what counts, but it is measured only from the moment on when the clock says that
 * the budget is spent.
 */
final class TimeBudget {
    /** 50 ms, by the clock and then of CPU time. */
    static final long NANOS = 50_000_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final LongSupplier nanoTime;
    private final LongSupplier cpuTime;
    private final long start;
    private long cpuStart = -1;
    private long last;
    private @Nullable CompiledRuleSet current;
    private long currentNanos;
    private @Nullable CompiledRuleSet costliest;
    private long costliestNanos;

    /** A budget by the clocks of this machine. */
    TimeBudget() {
        this(System::nanoTime, TimeBudget::cpuTimeOfThread);
    }

    /**
     * @param nanoTime as {@link System#nanoTime}
     * @param cpuTime of the thread that classifies, in nanoseconds, never negative
     */
    TimeBudget(LongSupplier nanoTime, LongSupplier cpuTime) {
        this.nanoTime = nanoTime;
        this.cpuTime = cpuTime;
        this.start = nanoTime.getAsLong();
        this.last = start;
    }

    /** Notes what a rule of this set took, since the last note. */
    @SuppressWarnings("ReferenceEquality") // a book holds each set once; comparing two by value would take long
    void charge(CompiledRuleSet set) {
        long now = nanoTime.getAsLong();
        if (current != set) {
            current = set;
            currentNanos = 0;
        }
        currentNanos += now - last;
        last = now;
        if (costliest == null || currentNanos > costliestNanos) {
            costliest = set;
            costliestNanos = currentNanos;
        }
    }

    /** Whether it was spent at the last note. */
    boolean isSpent() {
        return isSpentAt(last);
    }

    /** Whether it is spent now. */
    boolean isSpentNow() {
        return isSpentAt(nanoTime.getAsLong());
    }

    /** The set that took most so far; null if nothing was noted. */
    @Nullable
    CompiledRuleSet costliest() {
        return costliest;
    }

    private boolean isSpentAt(long now) {
        if (now - start <= NANOS) {
            return false;
        }
        if (cpuStart < 0) {
            cpuStart = cpuTime.getAsLong();
            return false;
        }
        return cpuTime.getAsLong() - cpuStart > NANOS;
    }

    /** Virtual threads have no CPU time of their own, and some JVMs measure none at all. */
    private static long cpuTimeOfThread() {
        long measured = Thread.currentThread().isVirtual() ? -1 : THREADS.getCurrentThreadCpuTime();
        return measured < 0 ? System.nanoTime() & Long.MAX_VALUE : measured;
    }
}
