package dev.podfailure.lint;

import dev.podfailure.api.EventMatcher;
import dev.podfailure.api.PatternMatcher;
import dev.podfailure.api.PodConditionMatcher;
import dev.podfailure.api.Rule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The regular expressions of a rule, with what they are asked of. */
final class TextPatterns {
    /**
     * A regular expression in a rule.
     *
     * @param path where in the object
     * @param regex as written
     * @param text what it is asked of
     */
    record Used(String path, String regex, Text text) {}

    /** Texts that patterns are asked of. */
    enum Text {
        /** {@code state.terminated.message}. */
        TERMINATION_MESSAGE,
        /** {@code status.message} and messages of waiting containers. */
        POD_ERROR,
        /** The message of a condition. */
        CONDITION,
        /** The message of any event. */
        EVENT,
        /** The message of events of one reason. */
        EVENT_OF_A_REASON,
        /** A reason, or the name of a container: a word. */
        WORD,
        /** What must not be in a text that the pattern was found in. */
        EXCLUDED
    }

    private final List<Used> found = new ArrayList<>();

    private TextPatterns() {}

    static List<Used> of(LintedRule linted) {
        TextPatterns patterns = new TextPatterns();
        Rule rule = linted.rule();
        String path = linted.path();
        patterns.text(path + ".onTerminationMessage", rule.onTerminationMessage(), Text.TERMINATION_MESSAGE);
        patterns.text(path + ".onPodError", rule.onPodError(), Text.POD_ERROR);
        List<PodConditionMatcher> conditions = LintedRule.orEmpty(rule.onPodConditions());
        for (int i = 0; i < conditions.size(); i++) {
            patterns.add(
                    path + ".onPodConditions[" + i + "].pattern",
                    conditions.get(i).pattern(),
                    Text.CONDITION);
        }
        EventMatcher event = rule.onPodEvents();
        if (event != null) {
            patterns.add(
                    path + ".onPodEvents.pattern",
                    event.pattern(),
                    event.reason() == null ? Text.EVENT : Text.EVENT_OF_A_REASON);
            patterns.add(path + ".onPodEvents.exclude", event.exclude(), Text.EXCLUDED);
        }
        if (rule.onTerminationReason() != null) {
            patterns.add(
                    path + ".onTerminationReason.pattern",
                    rule.onTerminationReason().pattern(),
                    Text.WORD);
        }
        if (rule.onPodReason() != null) {
            patterns.add(path + ".onPodReason.pattern", rule.onPodReason().pattern(), Text.WORD);
        }
        if (rule.containers() != null) {
            patterns.add(path + ".containers.namePattern", rule.containers().namePattern(), Text.WORD);
        }
        return patterns.found;
    }

    private void text(String path, @Nullable PatternMatcher matcher, Text text) {
        if (matcher != null) {
            add(path + ".pattern", matcher.pattern(), text);
            add(path + ".exclude", matcher.exclude(), Text.EXCLUDED);
        }
    }

    private void add(String path, @Nullable String regex, Text text) {
        if (regex != null) {
            found.add(new Used(path, regex, text));
        }
    }
}
