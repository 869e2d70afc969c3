package dev.podfailure.convert;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One rule of the ancestor, known to be one that it takes.
 *
 * @param path where in the document
 * @param category never empty
 * @param subcategory may be empty
 * @param hint may be empty
 * @param containerName may be empty
 * @param matcher the only one
 */
record OldRule(String path, String category, String subcategory, String hint, String containerName, Matcher matcher) {

    /** What the ancestor can ask a pod. */
    sealed interface Matcher {
        /** Its name, the same here as there. */
        String name();

        /** All that it asks, written in a way that never changes: names of rules are made of it. */
        String content();
    }

    /** {@code onConditions}. */
    record Conditions(List<String> values) implements Matcher {
        public Conditions {
            values = List.copyOf(values);
        }

        @Override
        public String name() {
            return "onConditions";
        }

        @Override
        public String content() {
            return String.join(",", values);
        }
    }

    /** {@code onExitCodes}. */
    record ExitCodes(String operator, List<Integer> values) implements Matcher {
        public ExitCodes {
            values = List.copyOf(values);
        }

        @Override
        public String name() {
            return "onExitCodes";
        }

        @Override
        public String content() {
            return operator + " " + values.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
    }

    /** {@code onTerminationMessage} and {@code onPodError}. */
    record Text(String name, String pattern) implements Matcher {
        @Override
        public String content() {
            return pattern;
        }
    }

    /** {@code onPodEvents}. */
    record Events(String regexp, @Nullable String reason, String type) implements Matcher {
        @Override
        public String name() {
            return "onPodEvents";
        }

        @Override
        public String content() {
            return type + "\n" + (reason == null ? "" : reason) + "\n" + regexp;
        }
    }
}
