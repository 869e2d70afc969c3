package dev.podfailure.classify;

import dev.podfailure.failure.PodEvent;
import dev.podfailure.failure.PodFacts;
import dev.podfailure.files.FoundObject;
import dev.podfailure.files.InvalidInputException;
import io.fabric8.kubernetes.api.model.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Events of core/v1 and events.k8s.io/v1 from files, by the UID of what they are about. Not thread-safe. */
public final class EventFiles {
    private static final Comparator<PodEvent> OLDEST_FIRST =
            Comparator.comparing(event -> Objects.requireNonNullElse(event.lastTimestamp(), Instant.EPOCH));

    private final Map<String, List<PodEvent>> byUid = new HashMap<>();

    /**
     * Takes in an event.
     *
     * @throws InvalidInputException if it is something else
     */
    public void add(FoundObject object) {
        if (!object.kind().equals("Event")) {
            throw new InvalidInputException(object.place(), "kind " + object.kind() + " is no Event");
        }
        boolean isNewer = object.apiVersion().startsWith("events.k8s.io/")
                || object.value().has("regarding");
        String about = isNewer ? "regarding" : "involvedObject";
        String uid = object.value().path(about).path("uid").asText("");
        if (uid.isEmpty() || isOwn(object)) {
            return;
        }
        PodEvent event = isNewer
                ? PodEvent.of(Typed.of(object, io.fabric8.kubernetes.api.model.events.v1.Event.class))
                : PodEvent.of(Typed.of(object, Event.class));
        List<PodEvent> events = byUid.computeIfAbsent(uid, key -> new ArrayList<>());
        events.add(event);
        events.sort(OLDEST_FIRST);
        if (events.size() > PodFacts.MAX_EVENTS) {
            events.removeFirst();
        }
    }

    private static boolean isOwn(FoundObject object) {
        return Stream.of("reportingController", "reportingComponent")
                .anyMatch(field -> PodEvent.OWN_CONTROLLER.equals(
                        object.value().path(field).asText()));
    }

    /** The latest events of a pod, oldest first, as many as the operator would read. */
    public List<PodEvent> of(String uid) {
        return List.copyOf(byUid.getOrDefault(uid, List.of()));
    }
}
