package dev.podfailure.rig;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;

/**
 * An event of a recorded pod, in its last version.
 *
 * @param content the event's fields, with {@code fieldPath} and a foreign {@code uid} taken out of the involved object
 */
public record RecordedEvent(JsonNode content) {
    /** Most times of events are cut to the second: what is known is that it came within that second. */
    private static final Duration HALF_OF_THE_UNKNOWN = Duration.ofMillis(500);

    /** Why it was written, such as {@code Killing}. */
    public String reason() {
        return content.path("reason").asText();
    }

    /** When its first version appeared. */
    public Instant firstSeen() {
        return time(content.path("eventTime"), content.path("firstTimestamp"));
    }

    /** When its last version appeared; the first, if it never occurred again. */
    public Instant lastSeen() {
        if (!isRepeated()) {
            return firstSeen();
        }
        return time(content.path("series").path("lastObservedTime"), content.path("lastTimestamp"));
    }

    /** Whether it occurred more than once. */
    public boolean isRepeated() {
        return content.path("count").asInt(1) > 1 || content.has("series");
    }

    private static Instant time(JsonNode precise, JsonNode cut) {
        return precise.isTextual()
                ? Instant.parse(precise.asText())
                : Instant.parse(cut.asText()).plus(HALF_OF_THE_UNKNOWN);
    }
}
