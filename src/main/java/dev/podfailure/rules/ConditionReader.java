package dev.podfailure.rules;

import dev.podfailure.api.PodConditionMatcher;
import dev.podfailure.rules.RuleProblem.Reason;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns one element of {@code onPodConditions} into a test; problems say whether it may be used. */
final class ConditionReader {
    private static final List<String> STATUSES = List.of("True", "False", "Unknown", "Absent");
    private static final List<String> RELATIONS = List.of("Before", "Any");

    private final String path;
    private final Problems problems;
    private final ValueChecks checks;

    ConditionReader(String path, Problems problems) {
        this.path = path;
        this.problems = problems;
        this.checks = new ValueChecks(problems);
    }

    ConditionTest read(PodConditionMatcher matcher) {
        String type = checks.requiredText(path + ".type", matcher.type(), RuleLimits.MAX_CONDITION_TYPE);
        String status = checks.word(path + ".status", matcher.status(), STATUSES);
        if (status.equals("Absent")) {
            refuse(".reasons", matcher.reasons());
            refuse(".pattern", matcher.pattern());
            refuse(".relativeToFailure", matcher.relativeToFailure());
            return new ConditionTest.Absent(type);
        }
        String relation = checks.word(path + ".relativeToFailure", matcher.relativeToFailure(), RELATIONS);
        return new ConditionTest.Present(
                type,
                status.isEmpty() ? "True" : status,
                reasons(matcher.reasons()),
                pattern(matcher.pattern()),
                relation.equals("Before"));
    }

    private Set<String> reasons(@Nullable List<String> values) {
        String at = path + ".reasons";
        List<String> listed = values == null ? List.of() : checks.list(at, values, RuleLimits.MAX_REASONS);
        for (int i = 0; i < listed.size(); i++) {
            checks.notEmpty(at + "[" + i + "]", listed.get(i), RuleLimits.MAX_REASON);
        }
        return Set.copyOf(listed);
    }

    private @Nullable TextPattern pattern(@Nullable String regex) {
        if (regex == null) {
            return null;
        }
        String at = path + ".pattern";
        checks.text(at, regex, RuleLimits.MAX_CONDITION_PATTERN);
        return problems.isReported(at) ? null : checks.pattern(at, regex).orElse(null);
    }

    private void refuse(String property, @Nullable Object value) {
        if (value != null) {
            problems.add(
                    path + property,
                    Reason.InvalidValue,
                    "a condition that is Absent has none of reasons, pattern and relativeToFailure");
        }
    }
}
