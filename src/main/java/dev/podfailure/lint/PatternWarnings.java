package dev.podfailure.lint;

import dev.podfailure.lint.TextPatterns.Text;
import dev.podfailure.lint.TextPatterns.Used;
import dev.podfailure.rules.PatternVerdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What is odd about the regular expressions of a rule. */
final class PatternWarnings {
    private static final Set<Text> LONG_TEXTS =
            EnumSet.of(Text.TERMINATION_MESSAGE, Text.POD_ERROR, Text.CONDITION, Text.EVENT);
    private static final Set<String> POD_REASONS = Set.of(
            "Evicted",
            "DeadlineExceeded",
            "NodeAffinity",
            "NodeLost",
            "NodeShutdown",
            "Preempting",
            "Terminated",
            "UnexpectedAdmissionError",
            "OutOfcpu",
            "OutOfmemory",
            "OutOfpods",
            "OutOfephemeral-storage");
    private static final Set<String> TERMINATION_REASONS = Set.of(
            "OOMKilled",
            "StartError",
            "RunContainerError",
            "ContainerCannotRun",
            "ContainerStatusUnknown",
            "Error",
            "Completed");
    private static final Set<String> EVENT_REASONS = Set.of(
            "BackOff",
            "Evicted",
            "FailedAttachVolume",
            "FailedCreatePodSandBox",
            "FailedMount",
            "FailedScheduling",
            "Killing",
            "NodeNotReady",
            "Preempted",
            "TaintManagerEviction",
            "Unhealthy");

    private final Findings findings;

    PatternWarnings(Findings findings) {
        this.findings = findings;
    }

    void check(LintedRule rule) {
        TextPatterns.of(rule).forEach(this::check);
    }

    private void check(Used pattern) {
        literal(pattern);
        wildcards(pattern);
        reasons(pattern);
        if (pattern.text() != Text.WORD) {
            LiteralLooks.of(pattern.regex()).ifPresent(looks -> findings.add(pattern.path(), Code.UNESCAPED, looks));
        }
    }

    private void literal(Used pattern) {
        if (!(PatternVerdict.of(pattern.regex()) instanceof PatternVerdict.Usable usable)) {
            return;
        }
        if (usable.anything()) {
            findings.add(
                    pattern.path(),
                    Code.NO_LITERAL,
                    Findings.quote(pattern.regex()) + " is found in every text that is not empty");
        } else if (!usable.selective() && LONG_TEXTS.contains(pattern.text())) {
            findings.add(
                    pattern.path(),
                    Code.NO_LITERAL,
                    "no literal of three characters is in every text that " + Findings.quote(pattern.regex())
                            + " is found in, so each text has to be searched");
        }
    }

    /** Behind {@code ^} or before {@code $} it has a meaning: the dot stops at the end of the line. */
    private void wildcards(Used pattern) {
        String regex = pattern.regex().replaceFirst("^\\(\\?[a-zA-Z]+\\)", "");
        if (regex.equals(".*")) {
            return;
        }
        boolean leading = regex.startsWith(".*");
        boolean trailing = regex.endsWith(".*") && !regex.endsWith("\\.*");
        if (leading || trailing) {
            findings.add(
                    pattern.path(),
                    Code.REDUNDANT_WILDCARD,
                    ".* at " + (leading && trailing ? "both ends" : leading ? "the beginning" : "the end")
                            + " changes nothing: a pattern may be found anywhere in the text");
        }
    }

    private void reasons(Used pattern) {
        List<String> words = Stream.of(pattern.regex()
                        .replaceFirst("^\\(\\?i\\)", "")
                        .replaceAll("[()^$]|\\\\b|\\.\\*", "")
                        .split("\\|", -1))
                .toList();
        switch (pattern.text()) {
            case TERMINATION_MESSAGE ->
                reasons(pattern, words, TERMINATION_REASONS, "the reason of a container", "onTerminationReason");
            case POD_ERROR -> {
                reasons(pattern, words, POD_REASONS, "the reason of a pod", "onPodReason");
                reasons(pattern, words, TERMINATION_REASONS, "the reason of a container", "onTerminationReason");
            }
            case EVENT -> reasons(pattern, words, EVENT_REASONS, "the reason of an event", "onPodEvents.reason");
            case CONDITION, EVENT_OF_A_REASON, WORD, EXCLUDED -> {}
        }
    }

    private void reasons(Used pattern, List<String> words, Set<String> reasons, String what, String matcher) {
        // "Error" is a word of many messages.
        if (reasons.containsAll(words) && !words.equals(List.of("Error"))) {
            findings.add(
                    pattern.path(),
                    Code.REASON_AS_TEXT,
                    Findings.quote(pattern.regex()) + " is " + what + ", which is no part of its message: use "
                            + matcher);
        }
    }
}
