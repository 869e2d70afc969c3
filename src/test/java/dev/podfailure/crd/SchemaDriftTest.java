package dev.podfailure.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podfailure.api.FailureCategoryRuleSet;
import dev.podfailure.api.Rule;
import dev.podfailure.api.RuleSetSpec;
import dev.podfailure.api.RuleSetStatus;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the CRD and the records of {@code dev.podfailure.api} together, both ways. */
class SchemaDriftTest {

    static Stream<Arguments> recordsAndTheirSchemas() {
        return Stream.concat(
                pairs(SchemaNode.part("spec"), RuleSetSpec.class),
                pairs(SchemaNode.part("status"), RuleSetStatus.class));
    }

    @ParameterizedTest
    @MethodSource("recordsAndTheirSchemas")
    void recordAndSchemaHaveTheSameProperties(SchemaNode schema, Class<?> type) {
        assertThat(Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName))
                .containsExactlyInAnyOrderElementsOf(schema.propertyNames());
    }

    @ParameterizedTest
    @MethodSource("recordsAndTheirSchemas")
    void propertiesHaveTheTypeOfTheirComponents(SchemaNode schema, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            SchemaNode property = schema.property(component.getName());
            assertThat(schemaType(property)).as(property.path()).isEqualTo(schemaType(component.getGenericType()));
        }
    }

    /** The compiler meets specs that an older or no CRD let through: it must find null, not an exception. */
    @ParameterizedTest
    @MethodSource("recordsAndTheirSchemas")
    void whatUsersWriteMayBeAbsentAndWhatTheOperatorWritesMayNot(SchemaNode schema, Class<?> type) {
        boolean writtenByUsers = schema.path().startsWith("spec");
        for (RecordComponent component : type.getRecordComponents()) {
            assertThat(component.getAnnotatedType().isAnnotationPresent(Nullable.class))
                    .as("%s is nullable", schema.property(component.getName()).path())
                    .isEqualTo(writtenByUsers);
        }
    }

    @Test
    void everyRecordOfARuleIsReached() {
        assertThat(recordsAndTheirSchemas().map(pair -> pair.get()[1]))
                .contains(Rule.class)
                .hasSize(19);
    }

    @Test
    void theDefinitionIsCalledWhatTheCodeCallsIt() {
        FailureCategoryRuleSet code = new FailureCategoryRuleSet();
        JsonNode spec = SchemaNode.definition().path("spec");

        assertThat(code.getGroup()).isEqualTo(spec.path("group").asText());
        assertThat(code.getVersion()).isEqualTo(spec.at("/versions/0/name").asText());
        assertThat(code.getPlural()).isEqualTo(spec.at("/names/plural").asText());
        assertThat(code.getSingular()).isEqualTo(spec.at("/names/singular").asText());
        assertThat(code.getKind()).isEqualTo(spec.at("/names/kind").asText());
        assertThat(code.getScope()).isEqualTo(spec.path("scope").asText());
    }

    @Test
    void theClassPathCarriesTheSameFile() throws IOException {
        try (var resource = getClass().getResourceAsStream("/META-INF/fabric8/" + SchemaNode.FILE.getFileName())) {
            assertThat(resource).isNotNull().hasBinaryContent(Files.readAllBytes(SchemaNode.FILE));
        }
    }

    static List<RuleSetFile> ruleSets() {
        return Stream.concat(RuleSetFile.in(RuleSetFile.EXAMPLES).stream(), RuleSetFile.in(RuleSetFile.VALID).stream())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("ruleSets")
    void ruleSetsBecomeRecordsWithoutALoss(RuleSetFile file) throws IOException {
        ObjectMapper strict = new ObjectMapper();
        JsonNode spec = Serialization.unmarshal(file.yaml(), JsonNode.class).path("spec");

        RuleSetSpec decoded = strict.treeToValue(spec, RuleSetSpec.class);

        assertThat(withoutNulls(strict.valueToTree(decoded))).isEqualTo(spec);
    }

    private static Stream<Arguments> pairs(SchemaNode schema, Class<?> type) {
        Stream<Arguments> below = Arrays.stream(type.getRecordComponents())
                .flatMap(component -> nested(schema.property(component.getName()), component.getGenericType()));
        return Stream.concat(Stream.of(Arguments.of(schema, type)), below);
    }

    private static Stream<Arguments> nested(SchemaNode schema, Type type) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return nested(schema.items(), list.getActualTypeArguments()[0]);
        }
        return type instanceof Class<?> raw && raw.isRecord() ? pairs(schema, raw) : Stream.empty();
    }

    private static String schemaType(SchemaNode node) {
        return switch (node.type()) {
            case "array" -> "array of " + schemaType(node.items());
            case "integer" -> node.json().path("format").asText();
            case "object" ->
                node.values().map(values -> "map to " + schemaType(values)).orElse("object");
            default -> node.type();
        };
    }

    private static String schemaType(Type type) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return "array of " + schemaType(list.getActualTypeArguments()[0]);
        }
        if (type instanceof ParameterizedType map
                && map.getRawType() == Map.class
                && map.getActualTypeArguments()[0] == String.class) {
            return "map to " + schemaType(map.getActualTypeArguments()[1]);
        }
        if (type == Integer.class || type == int.class) {
            return "int32";
        }
        if (type == long.class) {
            return "int64";
        }
        if (type == String.class) {
            return "string";
        }
        return type instanceof Class<?> raw && raw.isRecord() ? "object" : "no type of a custom resource: " + type;
    }

    private static JsonNode withoutNulls(JsonNode node) {
        node.forEach(SchemaDriftTest::withoutNulls);
        if (node instanceof ObjectNode object) {
            object.properties().removeIf(property -> property.getValue().isNull());
        }
        return node;
    }
}
