package dev.podfailure.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads YAML as kubectl does, event by event: the library's own tree has neither kubectl's scalars nor an end of memory. */
final class YamlReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MAX_DEPTH = 200;

    /** Values that aliases may stand for, all together: a few lines of them can stand for billions. */
    private static final long MAX_ALIASED = 1_000_000;

    /** A value that an alias can stand for, and how many values it holds. */
    private record Anchored(JsonNode value, long size) {}

    private final String file;
    private final Iterator<Event> events;
    private final boolean withPlaces;
    private final Map<Anchor, Anchored> anchors = new HashMap<>();
    private Map<String, Place> places = new HashMap<>();
    private int document;
    private int depth;
    private long values;
    private long aliased;

    private YamlReader(String file, Iterator<Event> events, boolean withPlaces) {
        this.file = file;
        this.events = events;
        this.withPlaces = withPlaces;
    }

    /**
     * Reads to the end.
     *
     * @return the number of documents, empty ones left out
     * @throws InvalidInputException if it is no YAML, or none that kubectl would take
     */
    static int read(String file, InputStream in, boolean withPlaces, DocumentSink sink) {
        LoadSettings settings =
                LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
        Iterator<Event> events = new Parse(settings).parseInputStream(in).iterator();
        YamlReader reader = new YamlReader(file, events, withPlaces);
        try {
            return reader.documents(sink);
        } catch (MarkedYamlEngineException e) {
            throw new InvalidInputException(reader.place(e.getProblemMark()), "this is no YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new InvalidInputException(file, "this is no YAML: " + oneLine(String.valueOf(e.getMessage())));
        }
    }

    private int documents(DocumentSink sink) {
        int found = 0;
        while (events.hasNext()) {
            Event event = events.next();
            if (event.getEventId() != Event.ID.DocumentStart) {
                continue;
            }
            document++;
            anchors.clear();
            places = new HashMap<>();
            if (document(events.next(), sink)) {
                found++;
            }
        }
        return found;
    }

    /** Reads a document and says whether it holds anything. */
    private boolean document(Event start, DocumentSink sink) {
        Place place = place(start.getStartMark());
        if (!(start instanceof MappingStartEvent)) {
            JsonNode value = value(start, "");
            if (!value.isNull()) {
                sink.document(value, false, place, places);
            }
            return !value.isNull();
        }
        ObjectNode fields = NODES.objectNode();
        List<JsonNode> merged = new ArrayList<>();
        boolean isList = false;
        for (Event key = events.next(); key.getEventId() != Event.ID.MappingEnd; key = events.next()) {
            String name = key(key);
            Event first = events.next();
            if (name.equals("items") && first instanceof SequenceStartEvent) {
                isList = true;
                items(sink);
            } else if (isMerge(key)) {
                merged.add(merged(key, first));
            } else {
                set(fields, name, key, first, "");
            }
        }
        merged.forEach(other -> merge(fields, other));
        sink.document(fields, isList, place, places);
        return true;
    }

    private void items(DocumentSink sink) {
        Map<String, Place> ofList = places;
        for (Event item = events.next(); item.getEventId() != Event.ID.SequenceEnd; item = events.next()) {
            places = new HashMap<>();
            Place place = place(item.getStartMark());
            sink.element(value(item, ""), place, places);
        }
        places = ofList;
    }

    private JsonNode value(Event event, String path) {
        if (withPlaces && !path.isEmpty()) {
            places.put(path, place(event.getStartMark()));
        }
        if (event instanceof AliasEvent alias) {
            return aliased(alias);
        }
        if (++depth > MAX_DEPTH) {
            throw new InvalidInputException(place(event.getStartMark()), "this is nested more than 200 deep");
        }
        long before = values++;
        JsonNode value =
                switch (event) {
                    case ScalarEvent scalar -> scalar(scalar);
                    case MappingStartEvent mapping -> mapping(path);
                    case SequenceStartEvent sequence -> sequence(path);
                    default -> throw new InvalidInputException(place(event.getStartMark()), "a value is missing");
                };
        depth--;
        if (event instanceof NodeEvent node) {
            node.getAnchor().ifPresent(anchor -> anchors.put(anchor, new Anchored(value, values - before)));
        }
        return value;
    }

    private JsonNode aliased(AliasEvent alias) {
        Anchored target = anchors.get(alias.getAlias());
        if (target == null) {
            throw new InvalidInputException(
                    place(alias.getStartMark()), "nothing before this is called &" + alias.getAlias());
        }
        aliased += target.size;
        values += target.size;
        if (aliased > MAX_ALIASED) {
            throw new InvalidInputException(
                    place(alias.getStartMark()), "its aliases stand for more than " + MAX_ALIASED + " values");
        }
        return target.value;
    }

    private ObjectNode mapping(String path) {
        ObjectNode mapping = NODES.objectNode();
        List<JsonNode> merged = new ArrayList<>();
        for (Event key = events.next(); key.getEventId() != Event.ID.MappingEnd; key = events.next()) {
            String name = key(key);
            if (isMerge(key)) {
                merged.add(merged(key, events.next()));
            } else {
                set(mapping, name, key, events.next(), path);
            }
        }
        merged.forEach(other -> merge(mapping, other));
        return mapping;
    }

    private static boolean isMerge(Event key) {
        return key instanceof ScalarEvent scalar
                && isPlain(key)
                && scalar.getValue().equals("<<");
    }

    private JsonNode merged(Event key, Event first) {
        JsonNode value = value(first, "");
        boolean isList = value.isArray()
                && StreamSupport.stream(value.spliterator(), false).allMatch(JsonNode::isObject);
        if (!isList && !value.isObject()) {
            throw new InvalidInputException(place(key.getStartMark()), "only objects can be merged");
        }
        return value;
    }

    /** {@code <<}: what is there already stays. */
    private static void merge(ObjectNode mapping, JsonNode other) {
        if (other.isArray()) {
            other.forEach(element -> merge(mapping, element));
        } else {
            other.properties().forEach(field -> mapping.putIfAbsent(field.getKey(), field.getValue()));
        }
    }

    private void set(ObjectNode mapping, String name, Event key, Event first, String path) {
        if (mapping.has(name)) {
            throw new InvalidInputException(place(key.getStartMark()), "\"" + name + "\" is there twice");
        }
        mapping.set(name, value(first, withPlaces ? Paths.field(path, name) : ""));
    }

    private ArrayNode sequence(String path) {
        ArrayNode sequence = NODES.arrayNode();
        for (Event item = events.next(); item.getEventId() != Event.ID.SequenceEnd; item = events.next()) {
            sequence.add(value(item, withPlaces ? Paths.element(path, sequence.size()) : ""));
        }
        return sequence;
    }

    /** Without quotes, {@code on} is a boolean here as well: to kubectl, the field is called true. */
    private String key(Event event) {
        if (event instanceof ScalarEvent scalar && !scalar(scalar).isNull()) {
            return scalar(scalar).asText();
        }
        throw new InvalidInputException(place(event.getStartMark()), "the name of a field must be a text");
    }

    private static boolean isPlain(Event event) {
        return event instanceof ScalarEvent scalar && scalar.getScalarStyle() == ScalarStyle.PLAIN;
    }

    private JsonNode scalar(ScalarEvent scalar) {
        try {
            return YamlScalars.of(scalar.getValue(), scalar.getTag().orElse(""), isPlain(scalar));
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(place(scalar.getStartMark()), String.valueOf(e.getMessage()));
        }
    }

    private Place place(Optional<Mark> mark) {
        return new Place(
                file,
                Math.max(1, document),
                mark.map(at -> at.getLine() + 1).orElse(1),
                mark.map(at -> at.getColumn() + 1).orElse(1));
    }

    private static String oneLine(String message) {
        return message.lines().map(String::strip).reduce((a, b) -> a + " " + b).orElse("");
    }
}
