package dev.podfailure.failure;

import io.fabric8.kubernetes.api.model.Event;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An event of core/v1 or events.k8s.io/v1 about one pod, matched to it by UID.
 *
 * @param type {@code Normal} or {@code Warning}
 * @param reason one word, such as {@code FailedMount}
 * @param message {@code ""} if absent
 * @param count how often it was seen, at least 1
 */
public record PodEvent(String type, String reason, String message, int count) {

    /** The facts of an event of core/v1. */
    public static PodEvent of(Event event) {
        return of(
                event.getType(),
                event.getReason(),
                event.getMessage(),
                event.getCount(),
                event.getSeries() == null ? null : event.getSeries().getCount());
    }

    /** The facts of an event of events.k8s.io/v1. */
    public static PodEvent of(io.fabric8.kubernetes.api.model.events.v1.Event event) {
        return of(
                event.getType(),
                event.getReason(),
                event.getNote(),
                event.getDeprecatedCount(),
                event.getSeries() == null ? null : event.getSeries().getCount());
    }

    /** A series counts from its own start; the plain count stays where it was. The scheduler writes neither. */
    private static PodEvent of(
            @Nullable String type,
            @Nullable String reason,
            @Nullable String message,
            @Nullable Integer count,
            @Nullable Integer seriesCount) {
        return new PodEvent(
                Objects.requireNonNullElse(type, ""),
                PodFacts.reason(reason),
                message == null ? "" : EscapedText.head(message, PodFacts.MAX_EVENT_MESSAGE_CHARACTERS),
                Math.max(
                        1, Math.max(Objects.requireNonNullElse(count, 0), Objects.requireNonNullElse(seriesCount, 0))));
    }
}
