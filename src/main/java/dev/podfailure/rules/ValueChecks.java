package dev.podfailure.rules;

import dev.podfailure.rules.RuleProblem.Reason;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks of single values. Each returns what can be worked with, {@code ""} or an empty list for what is absent or wrong,
 * and reports what is wrong.
 */
final class ValueChecks {
    private final Problems problems;

    ValueChecks(Problems problems) {
        this.problems = problems;
    }

    String requiredLabelValue(String path, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            // A value of the wrong type is null here, and reported already under this very path.
            if (!problems.isReported(path)) {
                problems.add(path, Reason.Required, "it is required and must not be empty");
            }
            return "";
        }
        return labelValue(path, value);
    }

    /** A label value of Kubernetes: what can be a category may be counted, filtered and selected by. */
    String labelValue(String path, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return "";
        }
        if (!isLabelValue(value)) {
            problems.add(
                    path,
                    Reason.InvalidValue,
                    Problems.quote(value) + " is not a label value: at most " + RuleLimits.MAX_LABEL_VALUE
                            + " of A-Z, a-z, 0-9, '-', '_' and '.', with a letter or digit at both ends");
        }
        return value;
    }

    String text(String path, @Nullable String value, int maxCharacters) {
        if (value == null) {
            return "";
        }
        int length = value.codePointCount(0, value.length());
        if (length > maxCharacters) {
            problems.add(
                    path,
                    Reason.InvalidValue,
                    Problems.quote(value) + " has " + length + " characters, at most " + maxCharacters
                            + " are allowed");
        }
        return value;
    }

    String requiredText(String path, @Nullable String value, int maxCharacters) {
        if (value == null || value.isEmpty()) {
            if (!problems.isReported(path)) {
                problems.add(path, Reason.Required, "it is required and must not be empty");
            }
            return "";
        }
        return text(path, value, maxCharacters);
    }

    /** A text that may be absent, but not empty. */
    void notEmpty(String path, @Nullable String value, int maxCharacters) {
        if (value != null && value.isEmpty()) {
            problems.add(path, Reason.InvalidValue, "it must not be empty");
        }
        text(path, value, maxCharacters);
    }

    String requiredWord(String path, @Nullable String value, List<String> allowed) {
        if (value == null) {
            if (!problems.isReported(path)) {
                problems.add(path, Reason.Required, "it is required: one of " + String.join(", ", allowed));
            }
            return "";
        }
        return word(path, value, allowed);
    }

    String word(String path, @Nullable String value, List<String> allowed) {
        if (value == null) {
            return "";
        }
        if (!allowed.contains(value)) {
            problems.add(
                    path, Reason.InvalidValue, Problems.quote(value) + " is not one of " + String.join(", ", allowed));
        }
        return value;
    }

    /** A list that must have an element. */
    <T> List<T> list(String path, @Nullable List<T> values, int max) {
        if (values == null || values.isEmpty()) {
            if (!problems.isReported(path)) {
                problems.add(path, Reason.Required, "it needs at least one value");
            }
            return List.of();
        }
        if (values.size() > max) {
            problems.add(
                    path, Reason.InvalidValue, "it has " + values.size() + " values, at most " + max + " are allowed");
            return values.subList(0, max);
        }
        return values;
    }

    Optional<TextPattern> pattern(String path, @Nullable String regex) {
        if (regex == null || regex.isEmpty()) {
            if (!problems.isReported(path)) {
                problems.add(path, Reason.Required, "it is required and must not be empty");
            }
            return Optional.empty();
        }
        return switch (TextPattern.compile(regex)) {
            case TextPattern.Compilation.Compiled compiled -> Optional.of(compiled.pattern());
            case TextPattern.Compilation.Refused refused -> {
                problems.add(
                        path,
                        Reason.InvalidPattern,
                        Problems.quote(regex) + " is refused as a regular expression: " + refused.why());
                yield Optional.empty();
            }
        };
    }

    private static boolean isLabelValue(String value) {
        return value.length() <= RuleLimits.MAX_LABEL_VALUE
                && isAlphanumeric(value.charAt(0))
                && isAlphanumeric(value.charAt(value.length() - 1))
                && value.chars().allMatch(character -> isAlphanumeric(character) || "-_.".indexOf(character) >= 0);
    }

    private static boolean isAlphanumeric(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9');
    }
}
