package dev.podfailure.watch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.google.protobuf.Timestamp;
import dev.podfailure.events.v1alpha1.Classification;
import dev.podfailure.events.v1alpha1.ContainerFailure;
import dev.podfailure.events.v1alpha1.FailureEvent;
import dev.podfailure.events.v1alpha1.Gap;
import dev.podfailure.events.v1alpha1.PodReference;
import dev.podfailure.events.v1alpha1.RuleReference;
import dev.podfailure.failure.EscapedText;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One line of a watch as a program reads it, with the names that {@code podfailure get} gives. Absent texts are empty. */
public sealed interface EventRecord {

    /** What the line is: {@code event} or {@code gap}. */
    String type();

    /** A failure. */
    @JsonPropertyOrder({
        "type",
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
        "kind",
        "failedAt",
        "classifiedAt",
        "committedBy",
        "annotated",
        "backlog",
        "cluster",
        "node",
        "owner",
        "podReason",
        "containers"
    })
    record Failure(
            String type,
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
            String kind,
            String failedAt,
            String classifiedAt,
            String committedBy,
            boolean annotated,
            boolean backlog,
            String cluster,
            String node,
            String owner,
            String podReason,
            List<Container> containers)
            implements EventRecord {}

    /** A container that ended badly. */
    @JsonPropertyOrder({"name", "role", "exitCode", "reason"})
    record Container(
            String name,
            String role,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Integer exitCode,

            String reason) {}

    /**
     * A loss.
     *
     * @param lostEvents how many at most; absent if nobody knows
     */
    @JsonPropertyOrder({"type", "reason", "lostEvents", "lostAfter", "lostBefore"})
    record Loss(
            String type,
            String reason,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long lostEvents,

            String lostAfter,
            String lostBefore)
            implements EventRecord {}

    /** A failure, safe to print whoever sent it. */
    static Failure of(FailureEvent event) {
        PodReference pod = event.getPod();
        Classification answer = event.getClassification();
        return new Failure(
                "event",
                text(pod.getNamespace()),
                text(pod.getName()),
                text(pod.getUid()),
                text(answer.getCategory()),
                text(answer.getSubcategory()),
                text(answer.getHint()),
                text(answer.getResponsible()),
                name(answer.getRetry().name(), "RETRY_ADVICE_"),
                answer.hasRule() ? rule(answer.getRule()) : "",
                text(answer.getEvidence()),
                text(event.getEventId()),
                event.getRevision(),
                name(event.getKind().name(), "FAILURE_KIND_"),
                event.hasOccurTime() ? time(event.getOccurTime()) : "",
                event.hasClassifyTime() ? time(event.getClassifyTime()) : "",
                text(event.getCommittedBy()),
                event.getAnnotated(),
                event.getBacklog(),
                text(pod.getClusterId()),
                text(pod.getNodeName()),
                pod.getOwnerKind().isEmpty() ? "" : text(pod.getOwnerKind() + "/" + pod.getOwnerName()),
                text(event.getPodReason()),
                event.getContainersList().stream().map(EventRecord::container).toList());
    }

    static Loss of(Gap gap) {
        return new Loss(
                "gap",
                name(gap.getReason().name(), "GAP_REASON_"),
                gap.hasLostEvents() ? gap.getLostEvents() : null,
                gap.hasLostAfter() ? time(gap.getLostAfter()) : "",
                gap.hasLostBefore() ? time(gap.getLostBefore()) : "");
    }

    private static Container container(ContainerFailure container) {
        return new Container(
                text(container.getName()),
                name(container.getRole().name(), "CONTAINER_ROLE_"),
                container.hasExitCode() ? container.getExitCode() : null,
                text(container.getReason()));
    }

    private static String rule(RuleReference rule) {
        return text(rule.getRulesetNamespace() + "/" + rule.getRulesetName() + "/" + rule.getRuleName());
    }

    private static String text(String text) {
        return EscapedText.of(text);
    }

    /** An enum value as the rest of the project writes it: {@code FAILURE_KIND_POD_FAILED} is {@code PodFailed}. */
    private static String name(String value, String prefix) {
        if (value.equals(prefix + "UNSPECIFIED")) {
            return "";
        }
        if (!value.startsWith(prefix)) {
            return "Unknown";
        }
        StringBuilder name = new StringBuilder();
        for (String word : value.substring(prefix.length()).split("_", -1)) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return name.toString();
    }

    /** Seconds are bounded by the format, but who knows who sent them. */
    private static String time(Timestamp time) {
        try {
            return Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toString();
        } catch (java.time.DateTimeException | ArithmeticException e) {
            return "";
        }
    }
}
