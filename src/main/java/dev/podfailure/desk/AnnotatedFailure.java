package dev.podfailure.desk;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.podfailure.failure.EscapedText;
import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.failure.PodFacts;
import dev.podfailure.failure.PodFailure.PodIdentity;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A failed pod and the decision that stands on it, safe to print. Absent values are empty.
 *
 * @param owner {@code Kind/name} of the controlling owner
 * @param rule {@code namespace/ruleset/rule}; empty if the default applied
 * @param classifiedAt as the operator wrote it, in UTC
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
    "evidence",
    "eventId",
    "revision",
    "classifiedAt",
    "committedBy",
    "backlog",
    "node",
    "owner",
    "labels"
})
public record AnnotatedFailure(
        String namespace,
        String name,
        String uid,
        String category,
        String subcategory,
        String hint,
        String responsible,
        String retry,
        String rule,
        String evidence,
        String eventId,
        int revision,
        String classifiedAt,
        String committedBy,
        boolean backlog,
        String node,
        String owner,
        Map<String, String> labels) {

    /** What stands on the pod; absent if nothing valid does. */
    public static Optional<AnnotatedFailure> of(Pod pod) {
        return PodAnnotations.read(pod)
                .map(decision -> of(PodFacts.of(pod, List.of()).pod(), decision));
    }

    private static AnnotatedFailure of(PodIdentity pod, PodAnnotations decision) {
        // Whoever may change a pod's annotations can write anything there: what the operator escaped is escaped again.
        return new AnnotatedFailure(
                EscapedText.of(pod.namespace()),
                EscapedText.of(pod.name()),
                EscapedText.of(pod.uid()),
                EscapedText.of(decision.category()),
                EscapedText.of(decision.subcategory()),
                EscapedText.of(decision.hint()),
                EscapedText.of(decision.responsible()),
                EscapedText.of(decision.retry()),
                EscapedText.of(decision.rule()),
                EscapedText.of(decision.evidence()),
                EscapedText.of(decision.eventId()),
                decision.revision(),
                decision.classifiedAt().toString(),
                EscapedText.of(decision.committedBy()),
                decision.backlog(),
                EscapedText.of(pod.nodeName()),
                pod.ownerKind().isEmpty() ? "" : EscapedText.of(pod.ownerKind() + "/" + pod.ownerName()),
                labels(pod.labels()));
    }

    private static Map<String, String> labels(Map<String, String> labels) {
        Map<String, String> escaped = new TreeMap<>();
        labels.forEach((key, value) -> escaped.put(EscapedText.of(key), EscapedText.of(value)));
        return escaped;
    }

    /** The rule for a table: one that did not win has a name, too. */
    String ruleOrDefault() {
        return rule.isEmpty() ? "(default)" : rule;
    }
}
