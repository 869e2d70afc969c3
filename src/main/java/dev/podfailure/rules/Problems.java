package dev.podfailure.rules;

import dev.podfailure.failure.EscapedText;
import java.util.ArrayList;
import java.util.List;

/** Collects the mistakes of one part of a rule set, and says of each what happens because of it. */
final class Problems {
    private static final int MAX_VALUE_CHARACTERS = 80;

    private final String consequence;
    private final List<RuleProblem> found = new ArrayList<>();

    /** @param consequence for a person, such as {@code the rule is left out} */
    Problems(String consequence) {
        this.consequence = consequence;
    }

    void add(String path, RuleProblem.Reason reason, String mistake) {
        found.add(new RuleProblem(path, reason, mistake + "; " + consequence));
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** Whether something is wrong at this very place or below it. */
    boolean isReported(String path) {
        return found.stream()
                .anyMatch(
                        problem -> problem.path().equals(path) || problem.path().startsWith(path + "["));
    }

    List<RuleProblem> found() {
        return List.copyOf(found);
    }

    /** A value as it may stand in a message: escaped, cut, in quotes. */
    static String quote(String value) {
        return '"' + EscapedText.of(value, MAX_VALUE_CHARACTERS) + '"';
    }

    /** The name of a property as it may stand in a path. */
    static String name(String property) {
        return EscapedText.of(property, MAX_VALUE_CHARACTERS);
    }
}
