package dev.podfailure.pod;

import dev.podfailure.failure.EscapedText;
import dev.podfailure.failure.EventId;
import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.rules.Classification;
import dev.podfailure.rules.RuleReference;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a classification is written on a pod: short, and without a character that could fool a terminal or a log. */
final class DecisionRecord {
    /** Upper bound of each value but the evidence, in bytes of UTF-8. */
    static final int MAX_VALUE_BYTES = 256;

    private DecisionRecord() {}

    /**
     * The annotations of a decision.
     *
     * @param at when it was made
     * @param by the replica that made it
     * @param withText whether matched parts of texts go into the evidence
     */
    static PodAnnotations of(
            String podUid, Classification classification, int revision, Instant at, String by, boolean withText) {
        RuleReference rule = classification.rule();
        return new PodAnnotations(
                value(classification.category()),
                value(classification.subcategory()),
                value(textOf(rule, RuleReference::path)),
                value(textOf(rule, RuleReference::ruleSetVersion)),
                classification.evidence().line(withText),
                value(classification.hint()),
                value(classification.responsible()),
                value(classification.retry()),
                EventId.ofPod(podUid),
                revision,
                at,
                value(by));
    }

    private static String textOf(@Nullable RuleReference rule, Function<RuleReference, String> text) {
        return rule == null ? "" : text.apply(rule);
    }

    private static String value(String text) {
        return EscapedText.cutToBytes(EscapedText.of(text), MAX_VALUE_BYTES);
    }
}
