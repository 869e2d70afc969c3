package dev.podfailure.ruletest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podfailure.classify.PodAnswer.Outcome;
import dev.podfailure.files.FoundObject;
import dev.podfailure.files.InvalidInputException;
import dev.podfailure.files.ObjectFiles;
import dev.podfailure.files.Place;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of rule tests. Whatever could make a case pass that says nothing is refused: an unknown field, a pattern that
 * finds no file, a case without an expectation, an event of another pod.
 */
final class RuleTestReader {
    private static final String DEFAULT_NAMESPACE = "podfailure-system";

    /** Of a pod whose author did not care. */
    private static final String ANY_UID = "00000000-0000-4000-8000-000000000000";

    private final FoundObject file;
    private final Path folder;

    private RuleTestReader(FoundObject file, Path path) {
        this.file = file;
        this.folder = Objects.requireNonNullElse(path.getParent(), Path.of(""));
    }

    /**
     * The tests in a file.
     *
     * @throws InvalidInputException at the first mistake
     */
    static RuleTestFile read(String name) {
        return new RuleTestReader(ObjectFiles.document(name), Path.of(name)).read();
    }

    private RuleTestFile read() {
        onlyFields("", file.value(), Set.of("ruleSets", "operatorNamespace", "cases"));
        JsonNode namespace = file.value().path("operatorNamespace");
        return new RuleTestFile(
                file.place().file(),
                ruleSets(),
                file.placeOf("ruleSets"),
                namespace.isMissingNode() ? DEFAULT_NAMESPACE : text("operatorNamespace", namespace),
                cases());
    }

    private List<Path> ruleSets() {
        Set<Path> files = new LinkedHashSet<>();
        JsonNode patterns = list("ruleSets", file.value().path("ruleSets"));
        for (int i = 0; i < patterns.size(); i++) {
            String path = "ruleSets[" + i + "]";
            String pattern = text(path, patterns.get(i));
            List<Path> found = expand(path, pattern);
            if (found.isEmpty()) {
                throw bad(path, "no file is called like " + pattern);
            }
            files.addAll(found);
        }
        return List.copyOf(files);
    }

    private List<Path> expand(String path, String pattern) {
        try {
            return FilePattern.expand(folder, pattern);
        } catch (PatternSyntaxException e) {
            throw bad(path, pattern + " is no pattern of file names: " + e.getDescription());
        } catch (UncheckedIOException e) {
            throw bad(path, "a folder cannot be read: " + e.getMessage());
        }
    }

    private List<RuleTestCase> cases() {
        JsonNode written = list("cases", file.value().path("cases"));
        List<RuleTestCase> cases = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < written.size(); i++) {
            RuleTestCase read = readCase("cases[" + i + "]", written.get(i));
            if (!names.add(read.name())) {
                throw bad("cases[" + i + "].name", "an earlier case is called " + read.name() + " too");
            }
            cases.add(read);
        }
        return cases;
    }

    private RuleTestCase readCase(String path, JsonNode written) {
        ObjectNode fields = object(path, written);
        onlyFields(path + ".", fields, Set.of("name", "pod", "podFile", "events", "expect"));
        FoundObject pod = pod(path, fields);
        return new RuleTestCase(
                text(path + ".name", fields.path("name")),
                file.placeOf(path),
                pod,
                events(path + ".events", fields.path("events"), pod),
                expectation(path + ".expect", fields.path("expect")),
                file.placeOf(path + ".expect"));
    }

    private FoundObject pod(String path, ObjectNode fields) {
        if (fields.has("pod") == fields.has("podFile")) {
            throw bad(path, "a case has either a pod or a podFile");
        }
        FoundObject pod = fields.has("pod")
                ? nested(path + ".pod", fields.path("pod"), "Pod")
                : podOfFile(path + ".podFile", text(path + ".podFile", fields.path("podFile")));
        ObjectNode withUid = pod.value().deepCopy();
        if (withUid.at("/metadata/uid").asText("").isEmpty()) {
            ObjectNode metadata =
                    withUid.get("metadata") instanceof ObjectNode given ? given : withUid.putObject("metadata");
            metadata.put("uid", ANY_UID);
        }
        return new FoundObject(pod.place(), pod.apiVersion(), pod.kind(), withUid, pod.places());
    }

    private FoundObject podOfFile(String path, String name) {
        List<FoundObject> found = new ArrayList<>();
        new ObjectFiles(InputStream.nullInputStream(), "Pod", true)
                .read(List.of(folder.resolve(name).toString()), found::add);
        List<FoundObject> pods =
                found.stream().filter(object -> object.kind().equals("Pod")).toList();
        if (pods.size() != 1) {
            throw bad(path, "one pod is expected in " + name + ", there are " + pods.size());
        }
        return pods.getFirst();
    }

    private List<FoundObject> events(String path, JsonNode written, FoundObject pod) {
        if (written.isMissingNode()) {
            return List.of();
        }
        if (!written.isArray()) {
            throw bad(path, "a list is expected");
        }
        String uid = pod.value().at("/metadata/uid").asText();
        List<FoundObject> events = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            FoundObject event = nested(path + "[" + i + "]", written.get(i), "Event");
            events.add(about(uid, event));
        }
        return events;
    }

    /** An event that does not say whose it is is the pod's. */
    private static FoundObject about(String uid, FoundObject event) {
        ObjectNode copy = event.value().deepCopy();
        String field = copy.has("regarding") || event.apiVersion().startsWith("events.k8s.io/")
                ? "regarding"
                : "involvedObject";
        String said = copy.path(field).path("uid").asText("");
        if (!said.isEmpty() && !said.equals(uid)) {
            throw new InvalidInputException(
                    event.place(), "this event is of another pod: its " + field + ".uid is " + said + ", not " + uid);
        }
        ObjectNode object = copy.get(field) instanceof ObjectNode given ? given : copy.putObject(field);
        object.put("uid", uid);
        return new FoundObject(event.place(), event.apiVersion(), event.kind(), copy, event.places());
    }

    private Expectation expectation(String path, JsonNode written) {
        if (written.isMissingNode()) {
            throw bad(path, "a case without an expectation tests nothing");
        }
        ObjectNode fields = object(path, written);
        onlyFields(path + ".", fields, Set.of("outcome", "category", "subcategory", "rule"));
        return new Expectation(
                outcome(path + ".outcome", fields.path("outcome")),
                optional(path + ".category", fields.path("category")),
                optional(path + ".subcategory", fields.path("subcategory")),
                optional(path + ".rule", fields.path("rule")));
    }

    private Outcome outcome(String path, JsonNode written) {
        String word = text(path, written);
        return Arrays.stream(Outcome.values())
                .filter(outcome -> outcome.name().equals(word))
                .findFirst()
                .orElseThrow(() -> bad(
                        path,
                        word + " is none of "
                                + Arrays.stream(Outcome.values())
                                        .map(Outcome::name)
                                        .collect(Collectors.joining(", "))));
    }

    private FoundObject nested(String path, JsonNode written, String kind) {
        ObjectNode object = object(path, written);
        String said = object.path("kind").asText("");
        if (!said.isEmpty() && !said.equals(kind)) {
            throw bad(path + ".kind", said + " is no " + kind);
        }
        return new FoundObject(
                file.placeOf(path), object.path("apiVersion").asText(""), kind, object, java.util.Map.of());
    }

    private void onlyFields(String prefix, ObjectNode object, Set<String> known) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw bad(
                        prefix + name,
                        "there is no such field; there are "
                                + known.stream().sorted().collect(Collectors.joining(", ")));
            }
        });
    }

    private ObjectNode object(String path, JsonNode written) {
        if (written instanceof ObjectNode object) {
            return object;
        }
        throw bad(path, "an object is expected");
    }

    private JsonNode list(String path, JsonNode written) {
        if (!written.isArray() || written.isEmpty()) {
            throw bad(path, "a list is expected that is not empty");
        }
        return written;
    }

    private String text(String path, JsonNode written) {
        if (!written.isTextual() || written.textValue().isBlank()) {
            throw bad(path, "a text is expected that is not empty");
        }
        return written.textValue();
    }

    /** YAML reads some labels as numbers or booleans; whoever means them writes quotes. */
    private @Nullable String optional(String path, JsonNode written) {
        if (written.isMissingNode()) {
            return null;
        }
        if (!written.isTextual()) {
            throw bad(path, "a text is expected");
        }
        return written.textValue();
    }

    private InvalidInputException bad(String path, String problem) {
        Place place = file.placeOf(path);
        return new InvalidInputException(place, path + ": " + problem);
    }
}
