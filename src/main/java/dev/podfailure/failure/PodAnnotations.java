package dev.podfailure.failure;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The durable record of a decision: what the operator writes into a failed pod's annotations, and reads back.
 *
 * @param category {@code podfailure.dev/category}
 * @param subcategory {@code /subcategory}; {@code ""} if the rule has none
 * @param rule {@code /rule}: namespace/ruleset/rule; {@code ""} if the default applied
 * @param ruleGeneration {@code /rule-generation}: uid/generation of the rule set; {@code ""} if the default applied
 * @param evidence {@code /evidence}: one line, at most 1,024 bytes
 * @param hint {@code /hint}
 * @param responsible {@code /responsible}
 * @param retry {@code /retry}
 * @param eventId {@code /event-id}, see {@link EventId}
 * @param revision {@code /revision}; 0 for the first decision
 * @param classifiedAt {@code /classified-at}, to the millisecond
 * @param committedBy {@code /committed-by}: the replica that wrote it
 * @param backlog {@code /backlog}: whether the failure is older than the rule set that decided it
 */
public record PodAnnotations(
        String category,
        String subcategory,
        String rule,
        String ruleGeneration,
        String evidence,
        String hint,
        String responsible,
        String retry,
        String eventId,
        int revision,
        Instant classifiedAt,
        String committedBy,
        boolean backlog) {
    public static final String PREFIX = "podfailure.dev/";

    /** Set to {@code "true"} by a user who wants a new decision. */
    public static final String RECLASSIFY = PREFIX + "reclassify";

    public PodAnnotations {
        classifiedAt = classifiedAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /** The record of a failure that is no backlog. */
    public PodAnnotations(
            String category,
            String subcategory,
            String rule,
            String ruleGeneration,
            String evidence,
            String hint,
            String responsible,
            String retry,
            String eventId,
            int revision,
            Instant classifiedAt,
            String committedBy) {
        this(
                category,
                subcategory,
                rule,
                ruleGeneration,
                evidence,
                hint,
                responsible,
                retry,
                eventId,
                revision,
                classifiedAt,
                committedBy,
                false);
    }

    /**
     * The record on a pod, if there is a valid one. The event id must be that of this very pod: annotations copied from
     * another pod or from a template prove nothing.
     */
    public static Optional<PodAnnotations> read(Pod pod) {
        if (pod.getMetadata() == null) {
            return Optional.empty();
        }
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        String uid = pod.getMetadata().getUid();
        if (annotations == null || uid == null || !EventId.ofPod(uid).equals(annotations.get(PREFIX + "event-id"))) {
            return Optional.empty();
        }
        return Optional.of(new PodAnnotations(
                text(annotations, "category"),
                text(annotations, "subcategory"),
                text(annotations, "rule"),
                text(annotations, "rule-generation"),
                text(annotations, "evidence"),
                text(annotations, "hint"),
                text(annotations, "responsible"),
                text(annotations, "retry"),
                text(annotations, "event-id"),
                revision(annotations.get(PREFIX + "revision")),
                time(annotations.get(PREFIX + "classified-at")),
                text(annotations, "committed-by"),
                "true".equals(annotations.get(PREFIX + "backlog"))));
    }

    /** Whether a user asks for a new decision on this pod. */
    public static boolean asksForReclassification(Pod pod) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        return annotations != null && "true".equals(annotations.get(RECLASSIFY));
    }

    /**
     * Every annotation of the record as a merge patch wants it: a null value removes what an earlier revision wrote, and
     * the request for a new decision with it.
     */
    public Map<String, @Nullable String> toMergePatch() {
        Map<String, @Nullable String> patch = new LinkedHashMap<>();
        patch.put(PREFIX + "category", category);
        patch.put(PREFIX + "subcategory", orNull(subcategory));
        patch.put(PREFIX + "rule", orNull(rule));
        patch.put(PREFIX + "rule-generation", orNull(ruleGeneration));
        patch.put(PREFIX + "evidence", orNull(evidence));
        patch.put(PREFIX + "hint", orNull(hint));
        patch.put(PREFIX + "responsible", orNull(responsible));
        patch.put(PREFIX + "retry", orNull(retry));
        patch.put(PREFIX + "event-id", eventId);
        patch.put(PREFIX + "revision", Integer.toString(revision));
        patch.put(PREFIX + "classified-at", classifiedAt.toString());
        patch.put(PREFIX + "committed-by", committedBy);
        patch.put(PREFIX + "backlog", backlog ? "true" : null);
        patch.put(RECLASSIFY, null);
        return patch;
    }

    private static @Nullable String orNull(String value) {
        return value.isEmpty() ? null : value;
    }

    private static String text(Map<String, String> annotations, String name) {
        String value = annotations.get(PREFIX + name);
        return value == null ? "" : value;
    }

    private static int revision(@Nullable String text) {
        try {
            return text == null ? 0 : Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static Instant time(@Nullable String text) {
        try {
            return text == null ? Instant.EPOCH : Instant.parse(text);
        } catch (java.time.format.DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }
}
