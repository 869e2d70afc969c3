package dev.podfailure.rules;

import dev.podfailure.api.LabelRequirement;
import dev.podfailure.api.LabelSelector;
import dev.podfailure.rules.RuleProblem.Reason;
import dev.podfailure.rules.Selector.Operator;
import dev.podfailure.rules.Selector.Requirement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns a label selector into one that is ready for use, and says what is wrong with it. */
final class SelectorReader {
    private static final List<String> OPERATORS =
            Arrays.stream(Operator.values()).map(Operator::name).toList();
    private static final Pattern KEY =
            Pattern.compile("([a-z0-9]([-.a-z0-9]*[a-z0-9])?/)?[A-Za-z0-9]([-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?");

    private final Problems problems;
    private final ValueChecks checks;

    SelectorReader(Problems problems) {
        this.problems = problems;
        this.checks = new ValueChecks(problems);
    }

    Selector read(String path, @Nullable LabelSelector selector) {
        if (selector == null) {
            return Selector.ALL;
        }
        List<Requirement> requirements = new ArrayList<>();
        addLabels(path + ".matchLabels", selector.matchLabels(), requirements);
        addExpressions(path + ".matchExpressions", selector.matchExpressions(), requirements);
        return new Selector(requirements);
    }

    private void addLabels(String path, @Nullable Map<String, String> labels, List<Requirement> requirements) {
        if (labels == null) {
            return;
        }
        checkSize(path, labels.size(), RuleLimits.MAX_SELECTOR_LABELS);
        labels.forEach((key, value) -> {
            String at = path + "[" + Problems.quote(key) + "]";
            checkKey(at, key);
            checks.labelValue(at, value);
            requirements.add(new Requirement(key, Operator.In, Set.of(value)));
        });
    }

    private void addExpressions(
            String path, @Nullable List<LabelRequirement> expressions, List<Requirement> requirements) {
        if (expressions == null) {
            return;
        }
        checkSize(path, expressions.size(), RuleLimits.MAX_SELECTOR_EXPRESSIONS);
        for (int i = 0; i < expressions.size(); i++) {
            requirement(path + "[" + i + "]", expressions.get(i)).ifPresent(requirements::add);
        }
    }

    private Optional<Requirement> requirement(String path, LabelRequirement expression) {
        String key = checks.requiredText(path + ".key", expression.key(), RuleLimits.MAX_LABEL_KEY);
        if (!key.isEmpty()) {
            checkKey(path + ".key", key);
        }
        String word = checks.requiredWord(path + ".operator", expression.operator(), OPERATORS);
        if (!OPERATORS.contains(word)) {
            return Optional.empty();
        }
        Operator operator = Operator.valueOf(word);
        return Optional.of(new Requirement(key, operator, values(path + ".values", operator, expression.values())));
    }

    private Set<String> values(String path, Operator operator, @Nullable List<String> values) {
        if (operator == Operator.In || operator == Operator.NotIn) {
            List<String> listed = checks.list(path, values, RuleLimits.MAX_SELECTOR_VALUES);
            for (int i = 0; i < listed.size(); i++) {
                checks.labelValue(path + "[" + i + "]", listed.get(i));
            }
            return Set.copyOf(listed);
        }
        if (values != null && !values.isEmpty()) {
            problems.add(path, Reason.InvalidValue, operator + " takes no values");
        }
        return Set.of();
    }

    private void checkKey(String path, String key) {
        if (key.length() > RuleLimits.MAX_LABEL_KEY || !KEY.matcher(key).matches()) {
            problems.add(
                    path,
                    Reason.InvalidValue,
                    Problems.quote(key) + " is not the key of a label, such as app.kubernetes.io/name");
        }
    }

    private void checkSize(String path, int size, int max) {
        if (size > max) {
            problems.add(path, Reason.InvalidValue, "it has " + size + " entries, at most " + max + " are allowed");
        }
    }
}
