package dev.podfailure.convert;

import java.util.List;
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
    }

    /** {@code onTerminationMessage} and {@code onPodError}. */
    record Text(String name, String pattern) implements Matcher {}

    /** {@code onPodEvents}. */
    record Events(String regexp, @Nullable String reason, String type) implements Matcher {
        @Override
        public String name() {
            return "onPodEvents";
        }
    }
}
