package dev.podfailure.convert;

import dev.podfailure.files.Place;

/**
 * What the author of a configuration should know of its conversion.
 *
 * @param place in the configuration
 * @param severity whether the configuration is refused because of it
 * @param text for a person
 */
public record Remark(Place place, Severity severity, String text) {
    /** What becomes of it. */
    public enum Severity {
        /** The ancestor refuses the configuration, so it is not converted. */
        ERROR,
        /** Answers may differ: something has no counterpart. */
        WARNING,
        /** The answers are the same, but something is written or called otherwise. */
        NOTE
    }

    /** As compilers print it: {@code executor.yaml:12:7: warning: ...}. */
    @Override
    public String toString() {
        String word = severity.name().toLowerCase(java.util.Locale.ROOT);
        return place.file() + ":" + place.line() + ":" + place.column() + ": " + word + ": " + text;
    }
}
