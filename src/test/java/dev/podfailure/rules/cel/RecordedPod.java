package dev.podfailure.rules.cel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podfailure.failure.PodEvent;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A pod as a real API server gave it, whole, with its events (those of the records lack what trimming cuts). */
record RecordedPod(JsonNode json, Pod pod, List<PodEvent> events) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static RecordedPod read(String name) {
        try (InputStream file = RecordedPod.class.getResourceAsStream("/cel/" + name + ".json")) {
            JsonNode json = MAPPER.readTree(Objects.requireNonNull(file, name));
            List<PodEvent> events = new ArrayList<>();
            json.get("events").forEach(event -> events.add(event(event)));
            return new RecordedPod(json, MAPPER.treeToValue(json.get("pod"), Pod.class), events);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ConditionInput input() {
        return ConditionInput.of(pod, events);
    }

    private static PodEvent event(JsonNode event) {
        return new PodEvent(
                event.path("type").asText(),
                event.path("reason").asText(),
                event.path("message").asText(),
                event.path("count").asInt(1),
                time(event.path("firstTimestamp")),
                time(event.path("lastTimestamp")));
    }

    private static @Nullable Instant time(JsonNode text) {
        return text.isTextual() ? Instant.parse(text.asText()) : null;
    }
}
