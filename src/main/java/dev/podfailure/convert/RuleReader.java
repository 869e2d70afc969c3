package dev.podfailure.convert;

import dev.podfailure.rules.PatternVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads one rule of the ancestor. */
final class RuleReader {
    private static final List<String> CONDITIONS = List.of("OOMKilled", "Evicted", "DeadlineExceeded");
    private static final List<String> OPERATORS = List.of("In", "NotIn");
    private static final List<String> EVENT_TYPES = List.of("Warning", "Normal");
    private static final List<String> MATCHERS =
            List.of("onConditions", "onExitCodes", "onTerminationMessage", "onPodError", "onPodEvents");

    private final Remarks remarks;

    RuleReader(Remarks remarks) {
        this.remarks = remarks;
    }

    /** The rule; empty if the ancestor refuses it, which is reported. */
    Optional<OldRule> read(Field rule, String category) {
        rule.expectOnly(
                "containerName",
                "subcategory",
                "hint",
                "onConditions",
                "onExitCodes",
                "onTerminationMessage",
                "onPodError",
                "onPodEvents");
        String subcategory = rule.get("subcategory").name("subcategory");
        String hint = rule.get("hint").text();
        String containerName = rule.get("containerName").text();
        List<Field> given = MATCHERS.stream()
                .map(rule::get)
                .filter(matcher -> !isUnset(matcher))
                .toList();
        if (given.size() != 1) {
            String found = given.isEmpty()
                    ? "none"
                    : given.stream().map(RuleReader::lastName).collect(Collectors.joining(", "));
            remarks.error(
                    rule.path(), "a rule needs exactly one of " + String.join(", ", MATCHERS) + "; it has " + found);
            return Optional.empty();
        }
        return matcher(given.getFirst())
                .map(matcher -> new OldRule(rule.path(), category, subcategory, hint, containerName, matcher));
    }

    /** An empty list of conditions counts as none, an empty object does not. */
    private static boolean isUnset(Field matcher) {
        return matcher.isAbsent()
                || (lastName(matcher).equalsIgnoreCase("onConditions")
                        && matcher.elements().isEmpty());
    }

    private static String lastName(Field field) {
        return field.path().substring(field.path().lastIndexOf('.') + 1);
    }

    private Optional<OldRule.Matcher> matcher(Field field) {
        String name = lastName(field);
        return MATCHERS.stream().filter(name::equalsIgnoreCase).findFirst().flatMap(matcher -> switch (matcher) {
            case "onConditions" -> conditions(field);
            case "onExitCodes" -> exitCodes(field);
            case "onPodEvents" -> events(field);
            default -> text(field, matcher);
        });
    }

    private Optional<OldRule.Matcher> conditions(Field field) {
        List<String> values = new ArrayList<>();
        for (Field element : field.elements()) {
            String condition = element.text();
            if (CONDITIONS.contains(condition)) {
                values.add(condition);
            } else {
                remarks.error(
                        element.path(),
                        "condition " + Remarks.quote(condition) + " is not one of " + String.join(", ", CONDITIONS));
            }
        }
        return Optional.of(new OldRule.Conditions(values.stream().distinct().toList()));
    }

    private Optional<OldRule.Matcher> exitCodes(Field field) {
        field.expectOnly("operator", "values");
        String operator = word(field.get("operator"), OPERATORS);
        List<Field> listed = field.get("values").elements();
        if (listed.isEmpty()) {
            remarks.error(field.path(), "onExitCodes needs at least one value");
        }
        List<Integer> values = listed.stream().map(Field::number).distinct().toList();
        return Optional.of(new OldRule.ExitCodes(operator, values));
    }

    private Optional<OldRule.Matcher> text(Field field, String matcher) {
        field.expectOnly("pattern");
        return Optional.of(new OldRule.Text(matcher, pattern(field.get("pattern"))));
    }

    private Optional<OldRule.Matcher> events(Field field) {
        field.expectOnly("regexp", "reason", "type");
        String regexp = pattern(field.get("regexp"));
        String reason = field.get("reason").text();
        return Optional.of(
                new OldRule.Events(regexp, reason.isEmpty() ? null : reason, word(field.get("type"), EVENT_TYPES)));
    }

    private String pattern(Field field) {
        String pattern = field.text();
        if (PatternVerdict.of(pattern) instanceof PatternVerdict.Invalid invalid) {
            remarks.error(
                    field.path(), Remarks.quote(pattern) + " is no regular expression that Go takes: " + invalid.why());
        }
        return pattern;
    }

    private String word(Field field, List<String> allowed) {
        String word = field.text();
        if (!allowed.contains(word)) {
            remarks.error(
                    field.path(),
                    lastName(field) + " must be " + String.join(" or ", allowed)
                            + (word.isEmpty() ? "; it is missing" : ", not " + Remarks.quote(word)));
        }
        return word;
    }
}
