package dev.podfailure.crd;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One node of the CRD's schema.
 *
 * @param path from the object's root, such as {@code spec.rules[].name}
 * @param json what the schema says of it
 */
record SchemaNode(String path, JsonNode json) {
    static final Path FILE = Path.of("crds", "failurecategoryrulesets.podfailure.dev-v1.yml");

    /** The whole definition. */
    static JsonNode definition() {
        try {
            return Serialization.unmarshal(Files.readString(FILE), JsonNode.class);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + FILE, e);
        }
    }

    /** {@code spec} or {@code status}. */
    static SchemaNode part(String name) {
        JsonNode root = definition().at("/spec/versions/0/schema/openAPIV3Schema");
        return new SchemaNode("", root).property(name);
    }

    SchemaNode property(String name) {
        JsonNode property = json.path("properties").path(name);
        if (property.isMissingNode()) {
            throw new IllegalArgumentException("the schema has no property " + name + " in '" + path + "'");
        }
        return new SchemaNode(path.isEmpty() ? name : path + "." + name, property);
    }

    /** What every value of a map must be; absent if this is no map. */
    Optional<SchemaNode> values() {
        JsonNode values = json.path("additionalProperties");
        return values.isObject() ? Optional.of(new SchemaNode(path + "{}", values)) : Optional.empty();
    }

    SchemaNode items() {
        return new SchemaNode(path + "[]", json.path("items"));
    }

    List<String> propertyNames() {
        return json.path("properties").properties().stream()
                .map(property -> property.getKey())
                .toList();
    }

    String type() {
        return json.path("type").asText();
    }

    /** This node and every one below it. */
    Stream<SchemaNode> tree() {
        Stream<SchemaNode> below = type().equals("array")
                ? Stream.of(items())
                : Stream.concat(propertyNames().stream().map(this::property), values().stream());
        return Stream.concat(Stream.of(this), below.flatMap(SchemaNode::tree));
    }

    @Override
    public String toString() {
        return path;
    }
}
