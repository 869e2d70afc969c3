package dev.podfailure.rules.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Go's own answers, for the index alone and for all patterns together. */
final class RegexConformanceTest {
    private static final List<JsonNode> LINES = lines();
    private static final List<String> TEXTS = texts();

    static Stream<Case> compilingCases() {
        return cases().filter(one -> one.compiled().isPresent());
    }

    @ParameterizedTest
    @MethodSource("compilingCases")
    void answersAsGoDoes(Case one) {
        TextIndex index = TextIndex.of(List.of(AnalysedPattern.of(one.compiled().orElseThrow())));

        List<Integer> found = IntStream.range(0, TEXTS.size())
                .filter(i -> index.firstMatch(TEXTS.get(i), TextIndex.NO_MATCH) == 0)
                .boxed()
                .toList();

        assertThat(found).isEqualTo(one.matches());
    }

    @Test
    void answersAsGoDoesForAllPatternsAtOnce() {
        List<Case> cases = compilingCases().toList();
        TextIndex index = TextIndex.of(cases.stream()
                .map(one -> AnalysedPattern.of(one.compiled().orElseThrow()))
                .toList());

        for (int i = 0; i < TEXTS.size(); i++) {
            int text = i;
            List<Integer> asked = new ArrayList<>();
            int first = index.firstMatch(TEXTS.get(text), TextIndex.NO_MATCH, number -> {
                boolean inGo = cases.get(number).matches().contains(text);
                asked.add(inGo ? number : -1);
                return !inGo;
            });

            assertThat(first).as(TEXTS.get(text)).isEqualTo(TextIndex.NO_MATCH);
            assertThat(asked.stream().filter(number -> number >= 0)).isEqualTo(matching(cases, text));
        }
    }

    @Test
    void understandsEveryPatternThatBothEnginesTake() {
        assertThat(compilingCases()
                        .map(Case::pattern)
                        .filter(pattern -> PatternCheck.fault(pattern).isPresent()))
                .isEmpty();
    }

    private static List<Integer> matching(List<Case> cases, int text) {
        return IntStream.range(0, cases.size())
                .filter(number -> cases.get(number).matches().contains(text))
                .boxed()
                .toList();
    }

    private static Stream<Case> cases() {
        return LINES.stream()
                .skip(1)
                .filter(line -> line.has("matches"))
                .map(line -> new Case(line.get("pattern").asText(), numbers(line.get("matches"))));
    }

    private static List<String> texts() {
        List<String> texts = new ArrayList<>();
        LINES.getFirst().get("texts").forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static List<Integer> numbers(JsonNode array) {
        List<Integer> numbers = new ArrayList<>();
        array.forEach(number -> numbers.add(number.asInt()));
        return numbers;
    }

    private static List<JsonNode> lines() {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> lines = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(RegexConformanceTest.class.getResourceAsStream("/conformance/regex.jsonl")),
                StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(json.readTree(line));
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the conformance file", e);
        }
        return lines;
    }

    record Case(String pattern, List<Integer> matches) {
        Optional<Pattern> compiled() {
            try {
                return PatternCheck.fault(pattern)
                                .filter(PatternFault::mustBeRefused)
                                .isPresent()
                        ? Optional.empty()
                        : Optional.of(Pattern.compile(pattern));
            } catch (PatternSyntaxException ignored) {
                return Optional.empty();
            }
        }
    }
}
