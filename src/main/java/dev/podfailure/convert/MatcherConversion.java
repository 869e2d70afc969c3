package dev.podfailure.convert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podfailure.rules.PatternVerdict;
import dev.podfailure.rules.RuleLimits;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes the one matcher of an old rule, and its scope, into a new rule. */
final class MatcherConversion {
    /** Matches any text that is not empty, as the ancestor's empty pattern does. */
    private static final String ANYTHING = "(?s).*";

    /** Words of the texts that the ancestor composes itself. */
    private static final List<String> COMPOSED = List.of("exit code", "unable", "because", "stuck", "^container");

    private final Remarks remarks;

    MatcherConversion(Remarks remarks) {
        this.remarks = remarks;
    }

    /** Whether there is a counterpart; if not, that is reported. */
    boolean convert(OldRule old, ObjectNode rule) {
        return switch (old.matcher()) {
            case OldRule.Conditions conditions -> conditions(old, conditions, rule);
            case OldRule.ExitCodes codes -> exitCodes(old, codes, rule);
            case OldRule.Text text -> text(old, text, rule);
            case OldRule.Events events -> events(old, events, rule);
        };
    }

    private boolean conditions(OldRule old, OldRule.Conditions conditions, ObjectNode rule) {
        scope(old, rule, conditions.values().contains("OOMKilled"));
        ArrayNode values = rule.putArray("onConditions");
        conditions.values().forEach(values::add);
        return true;
    }

    private boolean exitCodes(OldRule old, OldRule.ExitCodes codes, ObjectNode rule) {
        boolean listed = codes.operator().equals("In");
        List<Integer> values =
                codes.values().stream().filter(code -> !listed || code != 0).toList();
        String path = old.path() + ".onExitCodes";
        if (values.isEmpty()) {
            remarks.note(path, "0 is never a failure's exit code, so this rule never matches and is left out");
            return false;
        }
        if (values.size() < codes.values().size()) {
            remarks.note(path, "0 is never a failure's exit code and is dropped");
        }
        if (values.size() > RuleLimits.MAX_EXIT_CODES) {
            return leftOut(path, "it lists more than " + RuleLimits.MAX_EXIT_CODES + " exit codes");
        }
        scope(old, rule, true);
        ArrayNode array =
                rule.putObject("onExitCodes").put("operator", codes.operator()).putArray("values");
        values.forEach(array::add);
        return true;
    }

    private boolean text(OldRule old, OldRule.Text text, ObjectNode rule) {
        boolean ofContainer = text.name().equals("onTerminationMessage");
        String path = old.path() + "." + text.name();
        if (!ofContainer) {
            remarkOnComposedTexts(path, text.pattern());
        }
        scope(old, rule, ofContainer);
        Optional<String> pattern = pattern(path + ".pattern", text.pattern());
        pattern.ifPresent(usable -> rule.putObject(text.name()).put("pattern", usable));
        return pattern.isPresent();
    }

    private void remarkOnComposedTexts(String path, String pattern) {
        String lower = pattern.toLowerCase(Locale.ROOT);
        if (COMPOSED.stream().anyMatch(lower::contains)) {
            remarks.warning(
                    path,
                    "this looks like a text that the ancestor composes itself, from ended containers or for a pod that"
                            + " it gives up; here onPodError sees status.message and the messages of waiting containers,"
                            + " so ask with onExitCodes, onTerminationReason or onTerminationMessage instead");
        } else {
            remarks.warning(
                    path,
                    "the ancestor asks this of texts, too, that it composes from ended containers or for pods that it"
                            + " gives up; here onPodError sees status.message and the messages of waiting containers only");
        }
    }

    private boolean events(OldRule old, OldRule.Events events, ObjectNode rule) {
        String path = old.path() + ".onPodEvents";
        scope(old, rule, false);
        String reason = events.reason();
        if (reason != null && reason.codePointCount(0, reason.length()) > RuleLimits.MAX_REASON) {
            return leftOut(path, "no event has a reason of more than " + RuleLimits.MAX_REASON + " characters");
        }
        ObjectNode matcher = rule.putObject("onPodEvents").put("type", events.type());
        if (reason != null) {
            matcher.put("reason", reason);
        }
        if (events.regexp().isEmpty()) {
            remarks.note(path, "an empty regexp matches any message; here that is no pattern at all");
            return true;
        }
        Optional<String> pattern = pattern(path + ".regexp", events.regexp());
        pattern.ifPresent(usable -> matcher.put("pattern", usable));
        return pattern.isPresent();
    }

    private Optional<String> pattern(String path, String pattern) {
        if (pattern.isEmpty()) {
            remarks.note(path, "an empty pattern matches any text that is not empty; here that is " + ANYTHING);
            return Optional.of(ANYTHING);
        }
        if (PatternVerdict.of(pattern) instanceof PatternVerdict.BeyondLimits beyond) {
            leftOut(path, "the pattern is refused here: " + beyond.why());
            return Optional.empty();
        }
        return Optional.of(pattern);
    }

    private boolean leftOut(String path, String why) {
        remarks.warning(path, "this rule is left out, so later rules may match instead: " + why);
        return false;
    }

    private void scope(OldRule old, ObjectNode rule, boolean matters) {
        String name = old.containerName();
        if (name.isEmpty()) {
            return;
        }
        String path = old.path() + ".containerName";
        if (!matters) {
            remarks.note(path, "containerName has no effect on this rule, here and there, and is dropped");
        } else if (name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
            rule.putObject("containers").putArray("names").add(name);
        } else {
            remarks.note(
                    path,
                    Remarks.quote(name) + " is no name that a container can have, so the rule matches no container");
            rule.putObject("containers").put("namePattern", "^$");
        }
    }
}
