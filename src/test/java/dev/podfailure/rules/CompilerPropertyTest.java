package dev.podfailure.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.re2j.Pattern;
import dev.podfailure.failure.PodEvent;
import dev.podfailure.failure.PodFailure;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every rule set, pattern and text. */
class CompilerPropertyTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> PROPERTIES = List.of(
            "priority",
            "defaultCategory",
            "rules",
            "name",
            "category",
            "subcategory",
            "outcome",
            "containers",
            "names",
            "onConditions",
            "onExitCodes",
            "operator",
            "values",
            "onTerminationMessage",
            "pattern",
            "onPodReason",
            "onPodError",
            "onPodEvents",
            "reason",
            "type",
            "onFuture");
    private static final List<String> WORDS = List.of(
            "",
            "a",
            "In",
            "NotIn",
            "Evicted",
            "OOMKilled",
            "Ignored",
            "Warning",
            "(",
            "a+",
            "a b",
            "x{1001}",
            "\u0000");

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void compilingAnythingNeverThrows(@ForAll("json") JsonNode spec, @ForAll boolean tenant) {
        String namespace = tenant ? "team-a" : RuleSetFixture.OPERATOR_NAMESPACE;
        CompiledRuleSet set = RuleSetFixture.compiler().compile(RuleSetFixture.source(namespace, "any", spec));

        assertThat(set.rules().size()).isLessThanOrEqualTo(set.total());
        assertThat(set.problems()).allSatisfy(problem -> {
            assertThat(problem.path()).startsWith("spec").hasSizeLessThan(1_024);
            assertThat(problem.message()).hasSizeLessThan(8_192);
            assertThat(problem.message().chars()).noneMatch(Character::isISOControl);
        });
        assertThat(set.accepted() || set.rules().isEmpty()).isTrue();
        assertThat(set.accepted() || !set.problems().isEmpty()).isTrue();
        RuleBook.of(List.of(set)).classify(failure(), Optional.of(List.of(new PodEvent("Warning", "a", "a", 1))));
    }

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void everyRuleIsEitherInUseOrExplained(@ForAll("rules") List<JsonNode> rules) {
        JsonNode spec = JSON.objectNode().set("rules", JSON.arrayNode().addAll(rules));
        CompiledRuleSet set = RuleSetFixture.compiler()
                .compile(RuleSetFixture.source(RuleSetFixture.OPERATOR_NAMESPACE, "any", spec));
        var explained = new HashSet<String>();
        set.problems().forEach(problem -> explained.add(problem.path().replaceFirst("(spec\\.rules\\[\\d+]).*", "$1")));

        assertThat(set.rules().size() + explained.size()).isEqualTo(rules.size());
    }

    @Property(tries = 5_000)
    void patternsMeanWhatRe2MeansByThem(@ForAll("patterns") String regex, @ForAll("texts") String text) {
        if (TextPattern.compile(regex) instanceof TextPattern.Compilation.Compiled compiled) {
            assertThat(compiled.pattern().isIn(text))
                    .isEqualTo(Pattern.compile(regex).matcher(text).find());
        }
    }

    /** What passes the scan is cheap to compile: its program is at most a few times what the scan counted. */
    @Property(tries = 5_000)
    void theScanBoundsWhatCompilationCosts(@ForAll("patterns") String regex) {
        if (PatternScan.objection(regex) == null && compiles(regex)) {
            assertThat(Pattern.compile(regex).programSize()).isLessThan((int) (4 * PatternScan.MAX_WEIGHT));
        }
    }

    private static boolean compiles(String regex) {
        return !(TextPattern.compile(regex) instanceof TextPattern.Compilation.Refused refused)
                || refused.why().contains("instructions");
    }

    @Provide
    Arbitrary<JsonNode> json() {
        Arbitrary<JsonNode> scalars = Arbitraries.oneOf(
                Arbitraries.of(WORDS).map(JSON::textNode),
                Arbitraries.integers().map(JSON::numberNode),
                Arbitraries.doubles().map(JSON::numberNode),
                Arbitraries.of(true, false).map(JSON::booleanNode),
                Arbitraries.just(JSON.nullNode()));
        return Arbitraries.recursive(
                () -> scalars,
                inner -> Arbitraries.oneOf(
                        scalars,
                        inner.list()
                                .ofMaxSize(3)
                                .map(elements -> JSON.arrayNode().addAll(elements)),
                        object(inner),
                        object(inner)),
                0,
                5);
    }

    private static Arbitrary<JsonNode> object(Arbitrary<JsonNode> values) {
        return Arbitraries.maps(Arbitraries.of(PROPERTIES), values)
                .ofMaxSize(5)
                .map(properties -> JSON.objectNode().setAll(properties));
    }

    @Provide
    Arbitrary<List<JsonNode>> rules() {
        Arbitrary<JsonNode> matchers = Arbitraries.maps(
                        Arbitraries.of("onConditions", "onExitCodes", "onPodError", "onPodReason", "onPodEvents"),
                        json())
                .ofMaxSize(2)
                .map(properties -> JSON.objectNode().setAll(properties));
        Arbitrary<JsonNode> good = Arbitraries.of(
                        "onConditions: [Evicted]",
                        "onPodError: {pattern: a}",
                        "onExitCodes: {operator: In, values: [1]}",
                        "onPodEvents: {type: Warning}")
                .map(RuleSetFixture::yaml);
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(2, matchers), net.jqwik.api.Tuple.of(1, good))
                .map(rule -> (JsonNode) rule.<com.fasterxml.jackson.databind.node.ObjectNode>deepCopy()
                        .put("name", "n" + Math.floorMod(rule.hashCode(), 50))
                        .put("category", "c"))
                .list()
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.of(
                        "a",
                        "k",
                        "é",
                        "ß",
                        "(",
                        ")",
                        "(?i)",
                        "(?:",
                        "(?s)",
                        "(?m)",
                        "|",
                        "*",
                        "+?",
                        "?",
                        "{2}",
                        "{3,}",
                        "{0,40}",
                        "[a-k]",
                        "[^a]",
                        "[[:alpha:]]",
                        "\\d",
                        "\\pL",
                        "\\b",
                        "^",
                        "$",
                        ".",
                        "\\x{212a}",
                        "\\Qa.b\\E",
                        "]",
                        "-",
                        "{",
                        "[",
                        "\\")
                .list()
                .ofMaxSize(10)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "a", "K", "k", "\u212a", "É", "é", "ß", "1", " ", "\n", "\r", "\u0000", ".", "😀", "{",
                        "\u1c80")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    private static PodFailure failure() {
        return FailureFixture.pod()
                .reason("Evicted")
                .message("a")
                .container("a", 1, "a", "a")
                .failure();
    }
}
