package dev.podfailure.classify;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.podfailure.failure.EscapedText;
import dev.podfailure.pod.SnapshotReview.Answer;
import dev.podfailure.rules.AskedRule;
import dev.podfailure.rules.Classification;
import dev.podfailure.rules.Evidence;
import dev.podfailure.rules.RuleReference;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operator would say about a pod, as it is printed. Absent values are empty.
 *
 * @param rule {@code namespace/ruleset/rule}
 * @param outcome what became of the pod
 * @param evidence what satisfied the rule, or what there was to see
 * @param asked the rules that were asked; absent unless somebody wants to know
 */
@JsonPropertyOrder({
    "namespace",
    "name",
    "uid",
    "category",
    "subcategory",
    "hint",
    "responsible",
    "retry",
    "rule",
    "outcome",
    "evidence",
    "asked"
})
public record PodAnswer(
        String namespace,
        String name,
        String uid,
        String category,
        String subcategory,
        String hint,
        String responsible,
        String retry,
        String rule,
        Outcome outcome,
        List<Seen> evidence,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Asked> asked) {

    /** What became of a pod. */
    public enum Outcome {
        /** A rule won. */
        Matched,
        /** No rule won, and the default applies. */
        Default,
        /** No rule won, and such pods are left alone; or no rule set applies to the pod. */
        Unmatched,
        /** A rule won that says that this is no failure. */
        Ignored,
        /** The pod is not in phase Failed. */
        NotFailed,
        /** Somebody stopped the pod on purpose. */
        DeletedOnPurpose
    }

    /** One matcher and what satisfied it, see {@link Evidence.Item}. */
    @JsonPropertyOrder({"matcher", "container", "field", "value"})
    public record Seen(String matcher, String container, String field, String value) {
        static List<Seen> of(Evidence evidence) {
            return evidence.items().stream()
                    .map(item -> new Seen(item.matcher(), item.container(), item.field(), item.value()))
                    .toList();
        }
    }

    /**
     * A rule that was asked.
     *
     * @param rule {@code namespace/ruleset/rule}
     * @param held whether it won
     * @param matcher the first that did not hold
     * @param saw what that saw instead
     */
    @JsonPropertyOrder({"rule", "held", "matcher", "saw"})
    public record Asked(String rule, boolean held, String matcher, String saw) {
        static Asked of(AskedRule asked) {
            return new Asked(asked.rule().path(), asked.held(), asked.matcher(), asked.saw());
        }
    }

    /** The answer about the pod with this metadata. */
    public static PodAnswer of(@Nullable ObjectMeta metadata, Answer answer) {
        return switch (answer) {
            case Answer.Classified found -> classified(metadata, found.classification());
            case Answer.Unmatched nothing -> without(metadata, Outcome.Unmatched, Seen.of(nothing.evidence()));
            case Answer.DeletedOnPurpose deleted -> without(metadata, Outcome.DeletedOnPurpose, List.of());
            case Answer.NotFailed healthy -> without(metadata, Outcome.NotFailed, List.of());
        };
    }

    /** The same, with the rules that were asked. */
    public PodAnswer explainedBy(List<AskedRule> rules) {
        List<Asked> explained = rules.stream().map(Asked::of).toList();
        return new PodAnswer(
                namespace,
                name,
                uid,
                category,
                subcategory,
                hint,
                responsible,
                retry,
                rule,
                outcome,
                evidence,
                explained);
    }

    /** The evidence in one line, as in the annotation. */
    public String evidenceLine() {
        return new Evidence(evidence.stream()
                        .map(seen -> new Evidence.Item(seen.matcher, seen.container, seen.field, seen.value))
                        .toList())
                .line(true);
    }

    private static PodAnswer classified(@Nullable ObjectMeta metadata, Classification found) {
        RuleReference rule = found.rule();
        Outcome matched = found.outcome() == dev.podfailure.rules.Outcome.IGNORED ? Outcome.Ignored : Outcome.Matched;
        return new PodAnswer(
                text(metadata == null ? null : metadata.getNamespace()),
                text(metadata == null ? null : metadata.getName()),
                text(metadata == null ? null : metadata.getUid()),
                found.category(),
                found.subcategory(),
                text(found.hint()),
                found.responsible(),
                found.retry(),
                rule == null ? "" : rule.path(),
                rule == null ? Outcome.Default : matched,
                Seen.of(found.evidence()),
                null);
    }

    private static PodAnswer without(@Nullable ObjectMeta metadata, Outcome outcome, List<Seen> evidence) {
        return new PodAnswer(
                text(metadata == null ? null : metadata.getNamespace()),
                text(metadata == null ? null : metadata.getName()),
                text(metadata == null ? null : metadata.getUid()),
                "",
                "",
                "",
                "",
                "",
                "",
                outcome,
                evidence,
                null);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : EscapedText.of(value);
    }
}
