package dev.podfailure.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podfailure.failure.PodEvent;
import dev.podfailure.failure.PodFacts;
import dev.podfailure.failure.PodFailure;
import dev.podfailure.rules.TextPattern.Compilation;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays what the ancestor's own classifier and Go's regexp answered, case by case. The ancestor's configuration is turned
 * into a rule set: categories flattened in order, {@code containerName} to {@code containers.names}, {@code regexp} to
 * {@code pattern}, an empty pattern to {@code (?s).*}; what it calls the pod error is put into {@code status.message}.
 */
class ConformanceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER = Path.of("src", "test", "resources", "conformance");

    /** Faults that the flattened form cannot have: a category has no action and no list of its own. */
    private static final List<String> FAULTS_OF_THE_OLD_FORM = List.of("invalid action", "must have at least one rule");

    @ParameterizedTest
    @MethodSource("accepted")
    void answersAsTheAncestorDoes(JsonNode group) {
        CompiledRuleSet set = RuleSetFixture.compiler()
                .compile(RuleSetFixture.source(
                        RuleSetFixture.OPERATOR_NAMESPACE, "ancestor", ruleSet(group.path("config"))));
        assertThat(set.problems()).isEmpty();
        RuleBook book = RuleBook.of(List.of(set), "");

        assertThat(group.path("cases")).isNotEmpty().allSatisfy(testCase -> {
            Verdict verdict = book.classify(failure(testCase), Optional.of(events(testCase)));
            JsonNode expected = testCase.path("result");
            assertThat(answer(verdict))
                    .isEqualTo(new Answer(
                            expected.path("Category").asText(),
                            // An unmatched pod that is left alone has no subcategory either.
                            expected.path("Category").asText().isEmpty()
                                    ? ""
                                    : expected.path("Subcategory").asText(),
                            expected.path("Hint").asText()));
        });
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWhatTheAncestorRefuses(JsonNode group) {
        CompiledRuleSet set = RuleSetFixture.compiler()
                .compile(RuleSetFixture.source(
                        RuleSetFixture.OPERATOR_NAMESPACE, "ancestor", ruleSet(group.path("config"))));

        assertThat(set.problems()).isNotEmpty();
    }

    @Test
    void everyCaseIsReplayed() {
        assertThat(lines("categoriser.jsonl")).hasSize(140);
        assertThat(accepted()).hasSize(125);
        assertThat(accepted()
                        .mapToInt(group -> group.getPayload().path("cases").size())
                        .sum())
                .isEqualTo(750);
        assertThat(refused()).hasSizeGreaterThan(10);
    }

    @Test
    void patternsHaveTheMeaningThatGoGivesThem() {
        List<JsonNode> lines = lines("regex.jsonl");
        List<String> texts =
                elements(lines.getFirst().path("texts")).map(JsonNode::asText).toList();
        List<String> refusedOnly = new ArrayList<>();

        for (JsonNode line : lines.subList(1, lines.size())) {
            String regex = line.path("pattern").asText();
            switch (TextPattern.compile(regex)) {
                case Compilation.Refused refused -> {
                    assertThat(refused.why()).as(regex).isNotBlank();
                    if (!line.has("error")) {
                        refusedOnly.add(regex + " : " + refused.why());
                    }
                }
                case Compilation.Compiled compiled -> {
                    assertThat(line.has("error")).as("Go refuses %s", regex).isFalse();
                    List<Integer> matches = IntStream.range(0, texts.size())
                            .filter(i -> compiled.pattern().isIn(texts.get(i)))
                            .boxed()
                            .toList();
                    List<Integer> expected =
                            elements(line.path("matches")).map(JsonNode::asInt).toList();
                    assertThat(matches).as(regex).isEqualTo(expected);
                }
            }
        }
        // What RE2/J is known not to take: a quantifier behind a literal brace, a group name used twice.
        assertThat(refusedOnly)
                .allMatch(line -> line.contains("a literal brace is written \\{")
                        || line.contains("duplicate capture group name"))
                .hasSize(46);
    }

    static Stream<Named<JsonNode>> accepted() {
        return groups().filter(group -> !group.getPayload().has("error"));
    }

    static Stream<Named<JsonNode>> refused() {
        return groups().filter(group -> group.getPayload().has("error"))
                .filter(group -> FAULTS_OF_THE_OLD_FORM.stream()
                        .noneMatch(group.getPayload().path("error").asText()::contains));
    }

    private static Stream<Named<JsonNode>> groups() {
        return lines("categoriser.jsonl").stream()
                .map(group -> Named.of(group.path("name").asText(), group));
    }

    private static ObjectNode ruleSet(JsonNode config) {
        ObjectNode spec = JSON.createObjectNode();
        spec.put("defaultCategory", config.path("defaultCategory").asText());
        if (!spec.path("defaultCategory").asText().isEmpty()) {
            spec.put("defaultSubcategory", config.path("defaultSubcategory").asText());
        }
        ArrayNode rules = spec.putArray("rules");
        for (JsonNode category : config.path("categories")) {
            for (JsonNode old : category.path("rules")) {
                rules.add(rule(old, category.path("name").asText(), "rule-" + rules.size()));
            }
        }
        return spec;
    }

    private static ObjectNode rule(JsonNode old, String category, String name) {
        ObjectNode rule = old.deepCopy();
        rule.put("name", name).put("category", category);
        JsonNode container = rule.remove("containerName");
        if (container != null) {
            rule.putObject("containers").putArray("names").add(container);
        }
        if (rule.get("onPodEvents") instanceof ObjectNode events) {
            events.set("pattern", events.remove("regexp"));
        }
        for (String matcher : List.of("onTerminationMessage", "onPodError", "onPodEvents")) {
            if (rule.get(matcher) instanceof ObjectNode fields
                    && fields.path("pattern").asText().isEmpty()) {
                fields.put("pattern", "(?s).*");
            }
        }
        return rule;
    }

    private static PodFailure failure(JsonNode testCase) {
        ObjectNode pod = testCase.path("pod").deepCopy();
        ObjectNode status = pod.withObjectProperty("status");
        status.put("message", testCase.path("podError").asText());
        for (String statuses : List.of("containerStatuses", "initContainerStatuses")) {
            for (JsonNode container : status.path(statuses)) {
                if (container.at("/state/waiting") instanceof ObjectNode waiting) {
                    waiting.remove("message");
                }
            }
        }
        return PodFacts.of(JSON.convertValue(pod, Pod.class), List.of());
    }

    private static List<PodEvent> events(JsonNode testCase) {
        return elements(testCase.path("events"))
                .map(event -> new PodEvent(
                        event.path("Type").asText(),
                        event.path("Reason").asText(),
                        event.path("Message").asText(),
                        1))
                .toList();
    }

    private static Answer answer(Verdict verdict) {
        if (verdict instanceof Verdict.Classified classified) {
            Classification answer = classified.classification();
            return new Answer(answer.category(), answer.subcategory(), answer.hint());
        }
        return new Answer("", "", "");
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static List<JsonNode> lines(String file) {
        try {
            List<JsonNode> lines = new ArrayList<>();
            for (String line : Files.readAllLines(FOLDER.resolve(file))) {
                lines.add(JSON.readTree(line));
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private record Answer(String category, String subcategory, String hint) {}
}
