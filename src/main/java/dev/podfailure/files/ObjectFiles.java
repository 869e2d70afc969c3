package dev.podfailure.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads Kubernetes objects from what a user named: a file, a folder (its files and those of its subfolders that end in
 * {@code .yaml}, {@code .yml} or {@code .json}), or {@code -} for standard input. Lists come out as their elements.
 */
public final class ObjectFiles {
    private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

    /** Enough to see whether it is JSON; the rest of a long run of blanks does not matter. */
    private static final int SNIFFED = 8_192;

    private final InputStream standardInput;
    private final String kindOfElements;
    private final boolean withPlaces;

    /**
     * @param kindOfElements what elements of a list are that do not say: those of a {@code PodList} do not
     * @param withPlaces whether to keep the place of every value: for files that people write, not for long lists
     */
    public ObjectFiles(InputStream standardInput, String kindOfElements, boolean withPlaces) {
        this.standardInput = standardInput;
        this.kindOfElements = kindOfElements;
        this.withPlaces = withPlaces;
    }

    /**
     * Reads all of it, in the order of the arguments, files of a folder by name.
     *
     * @throws InvalidInputException at the first thing that cannot be read
     */
    public void read(List<String> arguments, Consumer<FoundObject> sink) {
        for (String argument : arguments) {
            if (argument.equals("-")) {
                read("-", standardInput, new Objects(false, sink));
            } else if (Files.isDirectory(Path.of(argument))) {
                readFolder(argument, sink);
            } else {
                readFile(Path.of(argument), new Objects(false, sink));
            }
        }
    }

    /**
     * Reads a file that holds one document which need be no Kubernetes object: its kind is {@code ""} then.
     *
     * @return the document with the places of its values
     */
    public static FoundObject document(String name) {
        List<FoundObject> found = new ArrayList<>();
        ObjectFiles files = new ObjectFiles(InputStream.nullInputStream(), "", true);
        files.readFile(Path.of(name), new OneDocument(found));
        return found.getFirst();
    }

    /** Reads one stream, such as a resource of the class path. */
    public void read(String name, InputStream in, Consumer<FoundObject> sink) {
        read(name, in, new Objects(false, sink));
    }

    private void readFolder(String folder, Consumer<FoundObject> sink) {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(Path.of(folder))) {
            files = tree.filter(Files::isRegularFile)
                    .filter(file -> !isHidden(Path.of(folder).relativize(file)))
                    .filter(file -> ENDINGS.stream().anyMatch(file.getFileName().toString()::endsWith))
                    .sorted()
                    .toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new InvalidInputException(folder, "this folder cannot be read: " + e.getMessage());
        }
        if (files.isEmpty()) {
            throw new InvalidInputException(folder, "no file in this folder ends in .yaml, .yml or .json");
        }
        files.forEach(file -> readFile(file, new Objects(true, sink)));
    }

    /** Such as {@code .git}, and where Kubernetes keeps the files of a mounted ConfigMap: they are seen a second time there. */
    private static boolean isHidden(Path file) {
        return StreamSupport.stream(file.spliterator(), false)
                .anyMatch(step -> step.toString().startsWith("."));
    }

    private void readFile(Path file, LenientSink sink) {
        try (InputStream in = Files.newInputStream(file)) {
            read(file.toString(), in, sink);
        } catch (NoSuchFileException e) {
            throw new InvalidInputException(file.toString(), "there is no such file");
        } catch (IOException e) {
            throw new InvalidInputException(file.toString(), "this file cannot be read: " + e.getMessage());
        }
    }

    private void read(String name, InputStream in, LenientSink sink) {
        try {
            BufferedInputStream buffered = new BufferedInputStream(in, SNIFFED);
            int documents = isJson(name, buffered)
                    ? JsonReader.read(name, buffered, withPlaces, sink)
                    : YamlReader.read(name, buffered, withPlaces, sink);
            if (documents == 0 && !sink.lenient()) {
                throw new InvalidInputException(name, "this is empty");
            }
        } catch (IOException e) {
            throw new InvalidInputException(name, "this cannot be read: " + e.getMessage());
        }
    }

    /**
     * By its ending; what has none begins with a brace. Where YAML is announced JSON is fine, too, and {@code ---} may part
     * its documents.
     */
    private static boolean isJson(String name, BufferedInputStream in) throws IOException {
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            return false;
        }
        if (name.endsWith(".json")) {
            return true;
        }
        in.mark(SNIFFED);
        byte[] head = in.readNBytes(SNIFFED - 1);
        in.reset();
        String text = new String(head, java.nio.charset.StandardCharsets.ISO_8859_1).strip();
        if (text.startsWith("{")) {
            String inside = text.substring(1).strip();
            return inside.isEmpty() || inside.startsWith("\"") || inside.startsWith("}");
        }
        return text.startsWith("[{") || text.startsWith("[]");
    }

    /** A sink that may put up with a file without a document. */
    private interface LenientSink extends DocumentSink {
        /** Whether to pass over what is no Kubernetes object: a folder may hold other files too. */
        boolean lenient();
    }

    /** Takes one document of any shape, as long as it is an object. */
    private record OneDocument(List<FoundObject> found) implements LenientSink {
        @Override
        public boolean lenient() {
            return false;
        }

        @Override
        public void element(JsonNode value, Place place, Map<String, Place> places) {
            throw new InvalidInputException(place, "items are not expected here");
        }

        @Override
        public void document(JsonNode document, boolean isList, Place place, Map<String, Place> places) {
            if (!found.isEmpty()) {
                throw new InvalidInputException(place, "there is one document too many in this file");
            }
            if (!(document instanceof ObjectNode object)) {
                throw new InvalidInputException(place, "an object is expected here");
            }
            found.add(new FoundObject(
                    place,
                    object.path("apiVersion").asText(""),
                    object.path("kind").asText(""),
                    object,
                    places));
        }
    }

    /** Makes objects of documents. */
    private final class Objects implements LenientSink {
        private final boolean lenient;
        private final Consumer<FoundObject> sink;

        /** Whether an element of the list that is being read left its kind to the list. */
        private boolean impliedKind;

        /** @param lenient whether to pass over what is no Kubernetes object: a folder may hold other files too */
        Objects(boolean lenient, Consumer<FoundObject> sink) {
            this.lenient = lenient;
            this.sink = sink;
        }

        @Override
        public boolean lenient() {
            return lenient;
        }

        @Override
        public void element(JsonNode value, Place place, Map<String, Place> places) {
            if (!(value instanceof ObjectNode object)) {
                throw new InvalidInputException(place, "an element of items must be an object");
            }
            String kind = object.path("kind").asText("");
            impliedKind |= kind.isEmpty();
            sink.accept(new FoundObject(
                    place,
                    object.path("apiVersion").asText(""),
                    kind.isEmpty() ? kindOfElements : kind,
                    object,
                    places));
        }

        @Override
        public void document(JsonNode document, boolean isList, Place place, Map<String, Place> places) {
            if (!(document instanceof ObjectNode object)) {
                refuse(place, "an object is expected here");
                return;
            }
            String kind = object.path("kind").asText("");
            boolean implied = impliedKind;
            impliedKind = false;
            if (kind.isEmpty()) {
                refuse(place, "this has no kind, so it is no Kubernetes object");
            } else if (isList && !kind.endsWith("List")) {
                refuse(place, "this has items, but its kind " + kind + " is no List");
            } else if (isList
                    && implied
                    && !List.of("List", kindOfElements + "List").contains(kind)) {
                throw new InvalidInputException(place, "kind " + kind + " is no " + kindOfElements + "List");
            } else if (!isList && !kind.endsWith("List")) {
                sink.accept(new FoundObject(place, object.path("apiVersion").asText(""), kind, object, places));
            }
        }

        private void refuse(Place place, String problem) {
            if (!lenient) {
                throw new InvalidInputException(place, problem);
            }
        }
    }
}
