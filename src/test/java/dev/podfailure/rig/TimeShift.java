package dev.podfailure.rig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;

/**
 * Moves the times of recorded objects to today, all by the same whole number of seconds: two times that differed by a
 * second still do, and what the API server cut to the second stays so.
 *
 * @param by how far
 */
record TimeShift(Duration by) {
    private static final Set<String> TIMES = Set.of(
            "startTime",
            "startedAt",
            "finishedAt",
            "lastTransitionTime",
            "firstTimestamp",
            "lastTimestamp",
            "eventTime",
            "lastObservedTime");

    /** The kubelet writes 1970 for a container that never started: that is a word and no time. */
    private static final Instant NO_WORDS_BEFORE = Instant.parse("2000-01-01T00:00:00Z");

    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** The shift by which the recorded moment becomes the other one. */
    static TimeShift between(Instant recorded, Instant now) {
        return new TimeShift(Duration.ofSeconds(now.getEpochSecond() - recorded.getEpochSecond()));
    }

    Instant apply(Instant recorded) {
        return recorded.isBefore(NO_WORDS_BEFORE) ? recorded : recorded.plus(by);
    }

    /** A copy with every time moved. */
    JsonNode apply(JsonNode node) {
        if (node.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(field -> copy.set(field.getKey(), field(field.getKey(), field.getValue())));
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> copy.add(apply(element)));
            return copy;
        }
        return node;
    }

    private JsonNode field(String name, JsonNode value) {
        if (!TIMES.contains(name) || !value.isTextual()) {
            return apply(value);
        }
        Instant moved = apply(Instant.parse(value.asText()));
        boolean precise = value.asText().contains(".");
        return JsonNodeFactory.instance.textNode(precise ? MICROSECONDS.format(moved) : moved.toString());
    }
}
