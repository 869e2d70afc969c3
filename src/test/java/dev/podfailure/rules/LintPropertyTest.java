package dev.podfailure.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podfailure.files.FoundObject;
import dev.podfailure.files.Place;
import dev.podfailure.lint.Code;
import dev.podfailure.lint.Linter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** A rule of which lint says that it can never win never wins. */
class LintPropertyTest {
    private static final String OPERATOR = RuleSetFixture.OPERATOR_NAMESPACE;

    private final RuleCompiler compiler = RuleSetFixture.compiler();

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void whatCanNeverWinNeverWins(@ForAll("specs") ObjectNode spec, @ForAll("questions") List<Question> questions) {
        Set<String> hopeless = hopeless(spec);
        Statistics.collect(!hopeless.isEmpty());
        CompiledRuleSet set = compiler.compile(RuleSetFixture.source(OPERATOR, "set", spec));
        RuleBook book = RuleBook.of(List.of(set), "fallback", () -> new TimeBudget(() -> 0, () -> 0));

        for (Question question : questions) {
            assertThat(book.explain(question))
                    .filteredOn(AskedRule::held)
                    .noneMatch(asked -> hopeless.contains(asked.rule().path()));
        }
    }

    private static Set<String> hopeless(ObjectNode spec) {
        ObjectNode object = JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", "podfailure.dev/v1alpha1")
                .put("kind", Linter.KIND);
        object.putObject("metadata").put("name", "set").put("namespace", OPERATOR);
        object.set("spec", spec);
        Linter linter = new Linter(new CompilerOptions(OPERATOR, 0, false));
        linter.add(new FoundObject(
                new Place("-", 1, 1, 1), object.path("apiVersion").asText(), Linter.KIND, object, Map.of()));
        return linter.findings().stream()
                .filter(finding -> finding.code() == Code.UNWINNABLE || finding.code() == Code.DUPLICATE)
                .map(finding -> finding.path().replaceAll("\\D", ""))
                .map(index -> OPERATOR + "/set/rule-" + index)
                .collect(Collectors.toSet());
    }

    @Provide
    Arbitrary<ObjectNode> specs() {
        return RandomRules.rules().list().ofMinSize(2).ofMaxSize(20).map(LintPropertyTest::spec);
    }

    @Provide
    Arbitrary<List<Question>> questions() {
        return RandomPods.questions().list().ofSize(5);
    }

    private static ObjectNode spec(List<ObjectNode> rules) {
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        ArrayNode list = spec.putArray("rules");
        for (int i = 0; i < rules.size(); i++) {
            list.add(rules.get(i).deepCopy().put("name", "rule-" + i).put("category", "category-" + i));
        }
        return spec;
    }
}
