package dev.podfailure.failure;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.MicroTime;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An event of core/v1 or events.k8s.io/v1 about one pod, matched to it by UID.
 *
 * @param type {@code Normal} or {@code Warning}
 * @param reason one word, such as {@code FailedMount}
 * @param message {@code ""} if absent
 * @param count how often it was seen, at least 1
 * @param firstTimestamp when it was first seen; absent if unknown
 * @param lastTimestamp when it was last seen; absent if unknown
 */
public record PodEvent(
        String type,
        String reason,
        String message,
        int count,
        @Nullable Instant firstTimestamp,
        @Nullable Instant lastTimestamp) {
    /** The {@code reportingController} of the Events that this operator writes itself: they tell nothing of a pod. */
    public static final String OWN_CONTROLLER = PodAnnotations.PREFIX + "operator";

    /** An event whose times are unknown. */
    public PodEvent(String type, String reason, String message, int count) {
        this(type, reason, message, count, null, null);
    }

    /** The facts of an event of core/v1. */
    public static PodEvent of(Event event) {
        return of(
                event.getType(),
                event.getReason(),
                event.getMessage(),
                event.getCount(),
                event.getSeries() == null ? null : event.getSeries().getCount(),
                first(event.getFirstTimestamp(), event.getEventTime()),
                last(
                        event.getSeries() == null ? null : event.getSeries().getLastObservedTime(),
                        event.getLastTimestamp(),
                        event.getEventTime()));
    }

    /** The facts of an event of events.k8s.io/v1. */
    public static PodEvent of(io.fabric8.kubernetes.api.model.events.v1.Event event) {
        return of(
                event.getType(),
                event.getReason(),
                event.getNote(),
                event.getDeprecatedCount(),
                event.getSeries() == null ? null : event.getSeries().getCount(),
                first(event.getDeprecatedFirstTimestamp(), event.getEventTime()),
                last(
                        event.getSeries() == null ? null : event.getSeries().getLastObservedTime(),
                        event.getDeprecatedLastTimestamp(),
                        event.getEventTime()));
    }

    /** A series counts from its own start; the plain count stays where it was. The scheduler writes neither. */
    private static PodEvent of(
            @Nullable String type,
            @Nullable String reason,
            @Nullable String message,
            @Nullable Integer count,
            @Nullable Integer seriesCount,
            @Nullable Instant first,
            @Nullable Instant last) {
        return new PodEvent(
                Objects.requireNonNullElse(type, ""),
                PodFacts.reason(reason),
                message == null ? "" : EscapedText.head(message, PodFacts.MAX_EVENT_MESSAGE_CHARACTERS),
                Math.max(1, Math.max(Objects.requireNonNullElse(count, 0), Objects.requireNonNullElse(seriesCount, 0))),
                first,
                last);
    }

    /** The scheduler's events have only the time of events.k8s.io. */
    private static @Nullable Instant first(@Nullable String timestamp, @Nullable MicroTime eventTime) {
        Instant first = Timestamps.parse(timestamp);
        return first == null ? time(eventTime) : first;
    }

    private static @Nullable Instant last(
            @Nullable MicroTime ofSeries, @Nullable String timestamp, @Nullable MicroTime eventTime) {
        Instant last = time(ofSeries);
        return last == null ? first(timestamp, eventTime) : last;
    }

    private static @Nullable Instant time(@Nullable MicroTime time) {
        return time == null ? null : Timestamps.parse(time.getTime());
    }
}
