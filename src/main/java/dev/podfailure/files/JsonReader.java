package dev.podfailure.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON: one document after the other, so that a line for each object is fine too. */
final class JsonReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(200).build())
            .build();

    private final String file;
    private final JsonParser parser;
    private final boolean withPlaces;
    private Map<String, Place> places = new HashMap<>();
    private int document;

    private JsonReader(String file, JsonParser parser, boolean withPlaces) {
        this.file = file;
        this.parser = parser;
        this.withPlaces = withPlaces;
    }

    /**
     * Reads to the end.
     *
     * @return the number of documents
     * @throws InvalidInputException if it is no JSON
     */
    static int read(String file, InputStream in, boolean withPlaces, DocumentSink sink) throws IOException {
        try (JsonParser parser = FACTORY.createParser(in)) {
            JsonReader reader = new JsonReader(file, parser, withPlaces);
            try {
                while (parser.nextToken() != null) {
                    reader.document(sink);
                }
            } catch (JsonProcessingException e) {
                throw new InvalidInputException(
                        reader.place(e.getLocation()), "this is no JSON: " + firstLine(e.getOriginalMessage()));
            }
            return reader.document;
        }
    }

    private void document(DocumentSink sink) throws IOException {
        document++;
        places = new HashMap<>();
        Place place = place(parser.currentTokenLocation());
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            sink.document(value(""), false, place, places);
            return;
        }
        ObjectNode fields = NODES.objectNode();
        boolean isList = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.START_ARRAY && name.equals("items")) {
                isList = true;
                items(sink);
            } else {
                fields.set(name, value(name));
            }
        }
        sink.document(fields, isList, place, places);
    }

    private void items(DocumentSink sink) throws IOException {
        Map<String, Place> ofList = places;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            places = new HashMap<>();
            Place place = place(parser.currentTokenLocation());
            sink.element(value(""), place, places);
        }
        places = ofList;
    }

    /** The value that begins at the current token. */
    private JsonNode value(String path) throws IOException {
        if (withPlaces && !path.isEmpty()) {
            places.put(path, place(parser.currentTokenLocation()));
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(path);
            case START_ARRAY -> array(path);
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NUMBER_INT ->
                switch (parser.getNumberType()) {
                    case INT -> NODES.numberNode(parser.getIntValue());
                    case LONG -> NODES.numberNode(parser.getLongValue());
                    default -> NODES.numberNode(parser.getBigIntegerValue());
                };
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
            default -> NODES.nullNode();
        };
    }

    private ObjectNode object(String path) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.set(name, value(withPlaces ? Paths.field(path, name) : ""));
        }
        return object;
    }

    private ArrayNode array(String path) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(withPlaces ? Paths.element(path, array.size()) : ""));
        }
        return array;
    }

    private Place place(@Nullable JsonLocation location) {
        return location == null
                ? new Place(file, Math.max(1, document), 1, 1)
                : new Place(file, Math.max(1, document), Math.max(1, location.getLineNr()), location.getColumnNr());
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
