package dev.podfailure.rules.cel;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What an evaluation may still spend. A unit is about 10 ns of work on a slow core; charged are steps, the sizes of values,
 * costly functions before they run, and absorbed errors.
 */
final class Budget {
    /** About 5 ms. */
    static final long UNITS = 500_000;

    /** Length of the longest text that an expression may make, in UTF-16 units. */
    static final int MAX_TEXT = 1 << 16;

    /** Elements of the longest list or map that an expression may make. */
    static final int MAX_ELEMENTS = 4_096;

    private static final int UNITS_OF_A_STEP = 6;

    /** CEL walks over a list several times whenever a variable that holds it is used. */
    private static final long UNITS_OF_AN_ELEMENT = 32;

    private static final int STEPS_BETWEEN_DEADLINE_CHECKS = 256;

    private final BooleanSupplier expired;
    private long left = UNITS;
    private int steps;

    Budget(BooleanSupplier expired) {
        this.expired = expired;
    }

    /** Spends units, before or right after the work. */
    void charge(long units) {
        left -= units;
        if (left < 0) {
            throw new OverBudgetError();
        }
    }

    /** Spends what one step of the evaluation costs. */
    void step() {
        if (++steps % STEPS_BETWEEN_DEADLINE_CHECKS == 0 && expired.getAsBoolean()) {
            throw new OverBudgetError();
        }
        charge(UNITS_OF_A_STEP);
    }

    /**
     * Spends what a value weighs with all that is in it. Whatever walks over the value later, such as a comparison, is paid
     * by that.
     */
    void chargeSizeOf(Object value) {
        if (value instanceof String text) {
            chargeText(text.length());
        } else if (value instanceof Collection<?> elements) {
            chargeElements(elements.size());
            elements.forEach(this::chargeSizeOf);
        } else if (value instanceof Map<?, ?> map) {
            chargeElements(map.size());
            map.forEach((key, element) -> {
                chargeSizeOf(key);
                chargeSizeOf(element);
            });
        } else if (value instanceof Optional<?> optional) {
            optional.ifPresent(this::chargeSizeOf);
        }
    }

    /** Spends what making a text of this length costs. */
    void chargeText(long length) {
        if (length > MAX_TEXT) {
            throw new OverBudgetError();
        }
        charge(length / 8);
    }

    private void chargeElements(int size) {
        if (size > MAX_ELEMENTS) {
            throw new OverBudgetError();
        }
        charge(size * UNITS_OF_AN_ELEMENT);
    }
}
