package dev.podfailure.lint;

import dev.podfailure.files.Place;
import java.util.Comparator;

/**
 * One thing that is wrong, or looks wrong.
 *
 * @param place where
 * @param path where in the object, such as {@code spec.rules[3].name}; may be empty
 * @param code what kind
 * @param text for a person, without the place
 */
public record Finding(Place place, String path, Code code, String text) {
    /** As the files have them. */
    static final Comparator<Finding> BY_LINE = Comparator.comparingInt(
                    (Finding finding) -> finding.place().line())
            .thenComparingInt(finding -> finding.place().column())
            .thenComparing(Finding::code);

    /**
     * As compilers print it: {@code rules.yaml:12:7: warning: text [code]}.
     *
     * @param strict whether a warning is an error
     */
    public String line(boolean strict) {
        return place.file() + ":" + place.line() + ":" + place.column() + ": " + severity(strict) + ": "
                + (path.isEmpty() ? "" : path + ": ") + text + " [" + code.id() + "]";
    }

    /** {@code error} or {@code warning}. */
    public String severity(boolean strict) {
        return code.isError() || strict ? "error" : "warning";
    }
}
