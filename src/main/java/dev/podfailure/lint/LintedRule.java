package dev.podfailure.lint;

import dev.podfailure.api.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule that nothing is wrong with.
 *
 * @param path where in the object
 * @param rule what it says
 */
record LintedRule(String path, Rule rule) {

    /** What users call it. */
    String name() {
        return orEmpty(rule.name());
    }

    /** Whether a container must satisfy it, apart from the conditions that are the pod's. */
    boolean looksAtContainers() {
        return rule.onExitCodes() != null
                || rule.onTerminationReason() != null
                || rule.onTerminationMessage() != null
                || rule.onConditions() != null
                || rule.containers() != null;
    }

    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
