package dev.podfailure.management;

import java.util.function.Supplier;

/**
 * One thing that has to be in order.
 *
 * @param name a word for it
 * @param problem asked at each request: what is wrong, {@code ""} for nothing; must answer at once
 */
public record Check(String name, Supplier<String> problem) {

    /** Asks; a check that cannot be asked has found something. */
    public String ask() {
        try {
            return problem.get();
        } catch (RuntimeException e) {
            return String.valueOf(e);
        }
    }
}
