package dev.podfailure.library;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podfailure.pod.AskedPod;
import dev.podfailure.rig.PodRecord;
import dev.podfailure.rig.RecordedEvent;
import dev.podfailure.rules.RuleBook;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the library says of a pod whose truth is known.
 *
 * @param name of the record
 * @param phase that the pod ended in
 * @param cause the truth in words
 * @param whose the truth, in the words of the taxonomy
 * @param answer what the library says
 */
record JudgedRecord(String name, String phase, String cause, String whose, AskedPod.Answer answer) {
    private static final Path FIELD = Path.of("src", "test", "resources", "field");
    private static final KubernetesSerialization MODEL = new KubernetesSerialization();
    private static final Set<String> USER = Set.of("app", "user-config");
    private static final Set<String> CLUSTER = Set.of("platform", "node", "network", "registry", "hardware");

    /** How an answer compares with the truth. */
    enum Verdict {
        /** The same side: the user's (app, user-config) or the cluster's, or no failure at all. */
        RIGHT,
        /** It blames nobody. */
        UNKNOWN,
        /** It is left alone as stopped on purpose. */
        SKIPPED,
        /** It blames the other side. */
        WRONG
    }

    /** How much of a record the rules get to see. */
    enum View {
        /** All that was ever seen of the pod. */
        ALL,
        /** The same, but no event: they are gone after an hour. */
        WITHOUT_EVENTS,
        /** The first version that was Failed; what came later is not known yet. */
        FIRST_FAILED_VERSION
    }

    /** Every record: those of a real cluster, then cases from public threads. */
    static List<JudgedRecord> all(View view) {
        RuleBook book = Library.book();
        return Stream.concat(
                        PodRecord.all().stream().map(record -> recorded(book, record, view)),
                        fieldCases().stream().map(content -> fromTheField(book, content, view)))
                .toList();
    }

    private static JudgedRecord recorded(RuleBook book, PodRecord record, View view) {
        List<Pod> versions = record.versions();
        return new JudgedRecord(
                record.name(),
                versions.getLast().getStatus().getPhase(),
                record.truth().cause(),
                record.truth().whose(),
                AskedPod.ask(
                        book,
                        seen(versions, view),
                        seen(record.events().stream().map(RecordedEvent::content), view)));
    }

    private static JudgedRecord fromTheField(RuleBook book, JsonNode content, View view) {
        Pod pod = MODEL.convertValue(content.path("pod"), Pod.class);
        return new JudgedRecord(
                content.path("name").asText(),
                pod.getStatus().getPhase(),
                content.at("/truth/cause").asText(),
                content.at("/truth/whose").asText(),
                AskedPod.ask(book, List.of(pod), seen(Library.elements(content.path("events")), view)));
    }

    private static List<Pod> seen(List<Pod> versions, View view) {
        return view == View.FIRST_FAILED_VERSION
                ? versions.stream()
                        .filter(version -> "Failed".equals(version.getStatus().getPhase()))
                        .limit(1)
                        .toList()
                : versions;
    }

    private static List<Event> seen(Stream<JsonNode> events, View view) {
        return view == View.WITHOUT_EVENTS
                ? List.of()
                : events.map(event -> MODEL.convertValue(event, Event.class)).toList();
    }

    private static List<JsonNode> fieldCases() {
        try (var files = Files.list(FIELD)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(Library::yaml)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + FIELD, e);
        }
    }

    boolean failed() {
        return phase.equals("Failed");
    }

    Verdict verdict() {
        if (answer.outcome().equals("DeletedOnPurpose")) {
            return Verdict.SKIPPED;
        }
        String blamed = answer.responsible();
        if (blamed.isEmpty() || blamed.equals("unknown")) {
            return Verdict.UNKNOWN;
        }
        return blamed.equals(whose) || areOneSide(USER, blamed) || areOneSide(CLUSTER, blamed)
                ? Verdict.RIGHT
                : Verdict.WRONG;
    }

    private boolean areOneSide(Set<String> side, String blamed) {
        return side.contains(whose) && side.contains(blamed);
    }

    @Override
    public String toString() {
        return name;
    }
}
