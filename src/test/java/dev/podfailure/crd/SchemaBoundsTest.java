package dev.podfailure.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every property of the CRD must have. */
class SchemaBoundsTest {

    static Stream<SchemaNode> everything() {
        return Stream.of("spec", "status").flatMap(part -> SchemaNode.part(part).tree());
    }

    static Stream<SchemaNode> ofType(String type) {
        return everything().filter(node -> node.type().equals(type));
    }

    static Stream<SchemaNode> strings() {
        return ofType("string");
    }

    static Stream<SchemaNode> lists() {
        return ofType("array");
    }

    static Stream<SchemaNode> integers() {
        return ofType("integer");
    }

    static Stream<SchemaNode> patterns() {
        return strings().filter(node -> node.path().endsWith(".pattern"));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void everythingHasADescription(SchemaNode node) {
        assertThat(node.json().path("description").asText()).matches("(?s)[A-Z].*[^\\s]");
    }

    @ParameterizedTest
    @MethodSource("everything")
    void everythingIsOfAKnownType(SchemaNode node) {
        assertThat(node.type()).isIn("object", "array", "string", "integer");
    }

    @ParameterizedTest
    @MethodSource("strings")
    void stringsAreBounded(SchemaNode node) {
        assertThat(node.json().has("maxLength") || node.json().has("enum")).isTrue();
    }

    @ParameterizedTest
    @MethodSource("lists")
    void listsAreBoundedAndSayHowTheyMerge(SchemaNode node) {
        assertThat(node.json().has("maxItems")).isTrue();
        assertThat(node.json().path("x-kubernetes-list-type").asText()).isIn("atomic", "set", "map");
    }

    @ParameterizedTest
    @MethodSource("integers")
    void integersAreBounded(SchemaNode node) {
        List<String> bounds = node.json().path("format").asText().equals("int64")
                ? List.of("minimum")
                : List.of("minimum", "maximum");

        assertThat(bounds).allMatch(node.json()::has);
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void patternsAreCheckedByTheApiServer(SchemaNode node) {
        assertThat(node.json().path("maxLength").asInt()).isEqualTo(1024);
        assertThat(node.json().path("minLength").asInt()).isEqualTo(1);
        assertThat(node.json().at("/x-kubernetes-validations/0/rule").asText())
                .isEqualTo("''.matches(self) in [true, false]");
    }

    @Test
    void thereAreFourPatterns() {
        assertThat(patterns()).hasSize(4);
    }

    /** A default that the API server fills in inside a list shows as a difference in tools that compare with Git. */
    @Test
    void nothingInsideTheRulesHasADefault() {
        assertThat(SchemaNode.part("spec").property("rules").tree())
                .noneMatch(node -> node.json().has("default"));
    }

    @Test
    void theRulesAreOneList() {
        JsonNode rules = SchemaNode.part("spec").property("rules").json();

        assertThat(rules.path("x-kubernetes-list-type").asText()).isEqualTo("atomic");
        assertThat(rules.path("maxItems").asInt()).isEqualTo(500);
    }
}
