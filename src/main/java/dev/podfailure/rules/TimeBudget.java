package dev.podfailure.rules;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The time that one classification may take, looked at between rules: RE2/J cannot be interrupted, so the last rule may
 * overrun by what a pattern within its bounds costs. Not thread-safe: one classification has one.
 */
final class TimeBudget {
    /** 50 ms. */
    static final long NANOS = 50_000_000;

    private final LongSupplier nanoTime;
    private final long start;
    private long last;
    private @Nullable CompiledRuleSet current;
    private long currentNanos;
    private @Nullable CompiledRuleSet costliest;
    private long costliestNanos;

    /** @param nanoTime as {@link System#nanoTime} */
    TimeBudget(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
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
        return last - start > NANOS;
    }

    /** Whether it is spent now. */
    boolean isSpentNow() {
        return nanoTime.getAsLong() - start > NANOS;
    }

    /** The set that took most so far; null if nothing was noted. */
    @Nullable
    CompiledRuleSet costliest() {
        return costliest;
    }
}
