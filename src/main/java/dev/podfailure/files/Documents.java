package dev.podfailure.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads documents that need be no Kubernetes objects, such as configuration files, with the places of their values. */
public final class Documents {
    private Documents() {}

    /**
     * Every document of one file, or of standard input if it is called {@code -}; elements of {@code items} come as
     * documents of their own.
     *
     * @return objects whose kind is {@code ""} if they have none
     * @throws InvalidInputException if it cannot be read, or holds what is no object
     */
    public static List<FoundObject> read(String file, InputStream standardInput) {
        try (InputStream in = file.equals("-") ? standardInput : Files.newInputStream(Path.of(file))) {
            Collected found = new Collected();
            if (file.endsWith(".json")) {
                JsonReader.read(file, in, true, found);
            } else {
                YamlReader.read(file, in, true, found);
            }
            return found.objects;
        } catch (NoSuchFileException e) {
            throw new InvalidInputException(file, "there is no such file");
        } catch (IOException e) {
            throw new InvalidInputException(file, "this cannot be read: " + e.getMessage());
        }
    }

    private static final class Collected implements DocumentSink {
        private final List<FoundObject> objects = new ArrayList<>();

        @Override
        public void element(JsonNode value, Place place, Map<String, Place> places) {
            add(value, place, places);
        }

        @Override
        public void document(JsonNode document, boolean isList, Place place, Map<String, Place> places) {
            add(document, place, places);
        }

        private void add(JsonNode value, Place place, Map<String, Place> places) {
            if (!(value instanceof ObjectNode object)) {
                throw new InvalidInputException(place, "an object is expected here");
            }
            objects.add(new FoundObject(
                    place,
                    object.path("apiVersion").asText(""),
                    object.path("kind").asText(""),
                    object,
                    places));
        }
    }
}
