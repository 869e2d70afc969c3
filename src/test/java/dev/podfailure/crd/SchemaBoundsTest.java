package dev.podfailure.crd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.rules.RuleLimits;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every property of the CRD must have. */
class SchemaBoundsTest {
    private static final int MAX_EXPRESSION = 1024;
    private static final Pattern PATTERN = Pattern.compile("\\.(pattern|exclude|namePattern)$");

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
        return strings().filter(node -> PATTERN.matcher(node.path()).find());
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
        assertThat(node.json().path("maxLength").asInt())
                .isEqualTo(
                        node.path().contains(".onPodConditions")
                                ? RuleLimits.MAX_CONDITION_PATTERN
                                : RuleLimits.MAX_PATTERN);
        assertThat(node.json().path("minLength").asInt()).isEqualTo(1);
        assertThat(node.json().at("/x-kubernetes-validations/0/rule").asText())
                .isEqualTo("''.matches(self) in [true, false]");
    }

    @Test
    void thereAreTenPatterns() {
        assertThat(patterns()).hasSize(10);
    }

    static Stream<SchemaNode> maps() {
        return everything().filter(node -> node.values().isPresent());
    }

    /** Its keys too: a rule is the only way to bound them. */
    @ParameterizedTest
    @MethodSource("maps")
    void mapsAreBounded(SchemaNode node) {
        assertThat(node.json().path("maxProperties").asInt()).isEqualTo(RuleLimits.MAX_SELECTOR_LABELS);
        assertThat(node.json().at("/x-kubernetes-validations/0/rule").asText())
                .contains("key.size() <= " + RuleLimits.MAX_LABEL_KEY + " ");
    }

    @Test
    void thereAreTwoMaps() {
        assertThat(maps()).hasSize(2);
    }

    static Stream<SchemaNode> selectors() {
        return Stream.of("podSelector", "namespaceSelector")
                .map(name -> SchemaNode.part("spec").property(name));
    }

    /** As Kubernetes' own selectors: whoever applies one replaces all of it. */
    @ParameterizedTest
    @MethodSource("selectors")
    void selectorsHaveOneOwner(SchemaNode selector) {
        assertThat(selector.tree().map(node -> node.json()))
                .allSatisfy(
                        json -> assertThat(json.path("x-kubernetes-list-type").asText("atomic"))
                                .isEqualTo("atomic"));
        assertThat(selector.json().path("x-kubernetes-map-type").asText()).isEqualTo("atomic");
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
                Arguments.of("spec.rules[].onTerminationReason.values", "maxItems", RuleLimits.MAX_REASONS),
                Arguments.of("spec.rules[].onTerminationReason.values[]", "maxLength", RuleLimits.MAX_REASON),
                Arguments.of("spec.rules[].onPodReason.values", "maxItems", RuleLimits.MAX_REASONS),
                Arguments.of("spec.rules[].onPodReason.values[]", "maxLength", RuleLimits.MAX_REASON),
                Arguments.of("spec.rules[].onPodConditions", "maxItems", RuleLimits.MAX_POD_CONDITIONS),
                Arguments.of("spec.rules[].onPodConditions[].type", "maxLength", RuleLimits.MAX_CONDITION_TYPE),
                Arguments.of("spec.rules[].onPodConditions[].reasons", "maxItems", RuleLimits.MAX_REASONS),
                Arguments.of("spec.rules[].onPodConditions[].reasons[]", "maxLength", RuleLimits.MAX_REASON),
                Arguments.of("spec.rules[].onPodEvents.reason", "maxLength", RuleLimits.MAX_REASON),
                Arguments.of("spec.rules[].matchConditions", "maxItems", RuleLimits.MAX_MATCH_CONDITIONS),
                Arguments.of("spec.rules[].matchConditions[].name", "maxLength", RuleLimits.MAX_LABEL_VALUE),
                Arguments.of("spec.rules[].matchConditions[].expression", "maxLength", MAX_EXPRESSION),
                Arguments.of("spec.podSelector.matchLabels{}", "maxLength", RuleLimits.MAX_LABEL_VALUE),
                Arguments.of("spec.podSelector.matchExpressions", "maxItems", RuleLimits.MAX_SELECTOR_EXPRESSIONS),
                Arguments.of("spec.podSelector.matchExpressions[].key", "maxLength", RuleLimits.MAX_LABEL_KEY),
                Arguments.of("spec.podSelector.matchExpressions[].values", "maxItems", RuleLimits.MAX_SELECTOR_VALUES),
                Arguments.of("spec.podSelector.matchExpressions[].values[]", "maxLength", RuleLimits.MAX_LABEL_VALUE));
    }

    /** Two selectors, one form. */
    @Test
    void bothSelectorsAreBoundedAlike() {
        assertThat(SchemaNode.part("spec").property("namespaceSelector").json().path("properties"))
                .isEqualTo(
                        SchemaNode.part("spec").property("podSelector").json().path("properties"));
    }
}
