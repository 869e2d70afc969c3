package dev.podfailure.convert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podfailure.failure.PodEvent;
import dev.podfailure.failure.PodFacts;
import dev.podfailure.failure.PodFailure;
import dev.podfailure.rules.Classification;
import dev.podfailure.rules.PatternVerdict;
import dev.podfailure.rules.RuleBook;
import dev.podfailure.rules.Verdict;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the ancestor's own classifier answered, asked of converted configurations: printed, read back and compiled. What
 * the ancestor calls the pod error is put into {@code status.message}; it never reads messages of waiting containers.
 */
class ConversionConformanceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER = Path.of("src", "test", "resources", "conformance");

    @ParameterizedTest
    @MethodSource("accepted")
    void convertedRulesGiveTheSameAnswers(JsonNode group) {
        ConvertedConfig converted = converted(group);

        assertThat(converted.ruleSets().remarks()).isEmpty();
        RuleBook book = converted.book();
        assertThat(group.path("cases")).isNotEmpty().allSatisfy(testCase -> {
            Verdict verdict = book.classify(failure(testCase), Optional.of(events(testCase)));
            assertThat(answer(verdict)).isEqualTo(expected(testCase.path("result")));
        });
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void namesEveryRuleDifferently(JsonNode group) {
        assertThat(converted(group).ruleNames()).isNotEmpty().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWhatTheAncestorRefuses(JsonNode group) {
        Conversion conversion = converted(group).conversion();

        assertThat(conversion.isRefused()).isTrue();
        assertThat(conversion.ruleSets()).isEmpty();
    }

    @Test
    void everyGroupIsConverted() {
        assertThat(accepted()).hasSize(125);
        assertThat(refused()).hasSize(15);
    }

    @Test
    void callsInvalidWhatGoRefusesAndNothingElse() {
        List<JsonNode> lines = lines("regex.jsonl");

        assertThat(lines.subList(1, lines.size()))
                .filteredOn(line -> line.has("error")
                        != PatternVerdict.of(line.path("pattern").asText()) instanceof PatternVerdict.Invalid)
                .isEmpty();
    }

    static Stream<Named<JsonNode>> accepted() {
        return groups().filter(group -> !group.getPayload().has("error"));
    }

    static Stream<Named<JsonNode>> refused() {
        return groups().filter(group -> group.getPayload().has("error"));
    }

    private static Stream<Named<JsonNode>> groups() {
        return lines("categoriser.jsonl").stream()
                .map(group -> Named.of(group.path("name").asText(), group));
    }

    private static ConvertedConfig converted(JsonNode group) {
        ObjectNode file = JSON.createObjectNode();
        file.withObjectProperty("applicationConfig").set("errorCategories", group.path("config"));
        return ConvertedConfig.of(file.toString());
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
        return StreamSupport.stream(testCase.path("events").spliterator(), false)
                .map(event -> new PodEvent(
                        event.path("Type").asText(),
                        event.path("Reason").asText(),
                        event.path("Message").asText(),
                        1))
                .toList();
    }

    private record Answer(String category, String subcategory, String hint) {}

    /** An unmatched pod that is left alone has no subcategory either. */
    private static Answer expected(JsonNode result) {
        String category = result.path("Category").asText();
        return new Answer(
                category,
                category.isEmpty() ? "" : result.path("Subcategory").asText(),
                result.path("Hint").asText());
    }

    private static Answer answer(Verdict verdict) {
        if (verdict instanceof Verdict.Classified classified) {
            Classification answer = classified.classification();
            return new Answer(answer.category(), answer.subcategory(), answer.hint());
        }
        return new Answer("", "", "");
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
}
