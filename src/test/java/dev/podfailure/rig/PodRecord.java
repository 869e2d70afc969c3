package dev.podfailure.rig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A pod of a real cluster with everything that a watcher saw of it; the files are described beside them, in
 * {@code src/test/resources/records}.
 *
 * @param name name of the scenario and of the file
 * @param what what was done to the pod
 * @param truth why it ended as it did
 * @param metadata of the pod: name, namespace, UID, creation time, labels, annotations, owners
 * @param spec of the pod, without what plays no part in its failure
 * @param events the pod's events, each in its last version
 * @param history what a watcher saw, in its order
 */
public record PodRecord(
        String name,
        String what,
        Truth truth,
        JsonNode metadata,
        JsonNode spec,
        List<RecordedEvent> events,
        List<Update> history) {
    private static final Path FOLDER = Path.of("src", "test", "resources", "records");
    private static final String SUFFIX = ".json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KubernetesSerialization MODEL = new KubernetesSerialization();

    public PodRecord {
        events = List.copyOf(events);
        history = List.copyOf(history);
    }

    /**
     * The truth about a record.
     *
     * @param cause in words
     * @param whose {@code app}, {@code user-config}, {@code node}, {@code platform} or {@code unknown}
     */
    public record Truth(String cause, String whose) {}

    /**
     * One event of the watch.
     *
     * @param type {@code ADDED}, {@code MODIFIED} or {@code DELETED}
     * @param at when it arrived
     * @param deletionTimestamp of the pod, null while nobody had deleted it
     * @param status of the pod, whole
     */
    public record Update(String type, Instant at, @Nullable Instant deletionTimestamp, JsonNode status) {

        /** {@code Pending}, {@code Running}, {@code Succeeded} or {@code Failed}. */
        public String phase() {
            return status.path("phase").asText();
        }

        /** Whether the pod has come to its end. */
        public boolean isTerminal() {
            return phase().equals("Failed") || phase().equals("Succeeded");
        }
    }

    /** Names of all records, in alphabetical order. */
    public static List<String> names() {
        try (var files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(SUFFIX))
                    .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + FOLDER, e);
        }
    }

    /** All records. */
    public static List<PodRecord> all() {
        return names().stream().map(PodRecord::load).toList();
    }

    /** The record of this name. */
    public static PodRecord load(String name) {
        Path file = FOLDER.resolve(name + SUFFIX);
        try {
            return parse(JSON.readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the record " + file, e);
        }
    }

    private static PodRecord parse(JsonNode node) {
        return new PodRecord(
                node.required("name").asText(),
                node.required("what").asText(),
                new Truth(
                        node.required("truth").required("cause").asText(),
                        node.required("truth").required("whose").asText()),
                node.required("metadata"),
                node.required("spec"),
                elements(node, "events").stream().map(RecordedEvent::new).toList(),
                elements(node, "history").stream().map(PodRecord::update).toList());
    }

    private static Update update(JsonNode node) {
        JsonNode deletion = node.path("deletionTimestamp");
        return new Update(
                node.required("type").asText(),
                Instant.parse(node.required("at").asText()),
                deletion.isMissingNode() ? null : Instant.parse(deletion.asText()),
                node.required("status"));
    }

    private static List<JsonNode> elements(JsonNode node, String field) {
        return StreamSupport.stream(node.required(field).spliterator(), false).toList();
    }

    /** The pod's own name, which is not the record's if a controller made it up. */
    public String podName() {
        return metadata.required("name").asText();
    }

    /** Whether the record reaches the phase Failed. */
    public boolean fails() {
        return history.stream().anyMatch(update -> update.phase().equals("Failed"));
    }

    /** Whether the pod is gone at the end of the record. */
    public boolean ends() {
        return history.getLast().type().equals("DELETED");
    }

    /**
     * Seconds that the deletion of this pod allowed it, as told by the first deletion timestamp; 0 if the pod was never
     * deleted or went at once.
     */
    public long deletionGrace() {
        for (Update update : history) {
            if (update.deletionTimestamp() != null) {
                Instant asked = update.at().truncatedTo(ChronoUnit.SECONDS);
                long seconds =
                        Duration.between(asked, update.deletionTimestamp()).toSeconds();
                long declared = spec.path("terminationGracePeriodSeconds").asLong(30);
                // The update may have arrived in the second after the request.
                return Math.abs(seconds - declared) <= 1 ? declared : Math.max(0, seconds);
            }
        }
        return 0;
    }

    /** The pod at each update, as the watcher saw it. */
    public List<Pod> versions() {
        List<Pod> versions = new ArrayList<>();
        Instant firstDeletion = null;
        for (Update update : history) {
            ObjectNode pod = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Pod");
            ObjectNode meta = metadata.deepCopy();
            if (update.deletionTimestamp() != null) {
                firstDeletion = firstDeletion == null ? update.deletionTimestamp() : firstDeletion;
                boolean shortened = !update.deletionTimestamp().equals(firstDeletion);
                meta.put("deletionTimestamp", update.deletionTimestamp().toString());
                meta.put("deletionGracePeriodSeconds", shortened ? 0 : deletionGrace());
            }
            pod.set("metadata", meta);
            pod.set("spec", spec);
            pod.set("status", update.status());
            versions.add(MODEL.convertValue(pod, Pod.class));
        }
        return versions;
    }

    @Override
    public String toString() {
        return name;
    }
}
