package dev.podfailure.crd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.rules.RuleLimits;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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
        assertThat(node.json().path("maxLength").asInt()).isEqualTo(RuleLimits.MAX_PATTERN);
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
        assertThat(SchemaNode.part("spec")
                        .property("rules")
                        .json()
                        .path("x-kubernetes-list-type")
                        .asText())
                .isEqualTo("atomic");
    }

    /** What the API server takes, the compiler takes. */
    @ParameterizedTest
    @MethodSource
    void boundsAreThoseOfTheCompiler(String path, String bound, int limit) {
        assertThat(everything().filter(node -> node.path().equals(path)))
                .singleElement()
                .satisfies(node -> assertThat(node.json().path(bound).asInt()).isEqualTo(limit));
    }

    static Stream<Arguments> boundsAreThoseOfTheCompiler() {
        return Stream.of(
                Arguments.of("spec.priority", "minimum", RuleLimits.MIN_PRIORITY),
                Arguments.of("spec.priority", "maximum", RuleLimits.MAX_PRIORITY),
                Arguments.of("spec.defaultCategory", "maxLength", RuleLimits.MAX_LABEL_VALUE),
                Arguments.of("spec.defaultSubcategory", "maxLength", RuleLimits.MAX_LABEL_VALUE),
                Arguments.of("spec.rules", "maxItems", RuleLimits.MAX_RULES),
                Arguments.of("spec.rules[].name", "maxLength", RuleLimits.MAX_LABEL_VALUE),
                Arguments.of("spec.rules[].category", "maxLength", RuleLimits.MAX_LABEL_VALUE),
                Arguments.of("spec.rules[].subcategory", "maxLength", RuleLimits.MAX_LABEL_VALUE),
                Arguments.of("spec.rules[].responsible", "maxLength", RuleLimits.MAX_LABEL_VALUE),
                Arguments.of("spec.rules[].hint", "maxLength", RuleLimits.MAX_HINT),
                Arguments.of("spec.rules[].containers.names", "maxItems", RuleLimits.MAX_CONTAINER_NAMES),
                Arguments.of("spec.rules[].containers.names[]", "maxLength", RuleLimits.MAX_LABEL_VALUE),
                Arguments.of("spec.rules[].onConditions", "maxItems", RuleLimits.MAX_CONDITIONS),
                Arguments.of("spec.rules[].onExitCodes.values", "maxItems", RuleLimits.MAX_EXIT_CODES),
                Arguments.of("spec.rules[].onTerminationMessage.pattern", "maxLength", RuleLimits.MAX_PATTERN),
                Arguments.of("spec.rules[].onPodReason.values", "maxItems", RuleLimits.MAX_REASONS),
                Arguments.of("spec.rules[].onPodReason.values[]", "maxLength", RuleLimits.MAX_REASON),
                Arguments.of("spec.rules[].onPodEvents.reason", "maxLength", RuleLimits.MAX_REASON));
    }
}
