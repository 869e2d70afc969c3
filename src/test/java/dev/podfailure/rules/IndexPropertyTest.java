package dev.podfailure.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podfailure.rules.SequentialRules.Answer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** The indexed answer is that of asking every rule in turn, evidence included. */
class IndexPropertyTest {
    private static final String OPERATOR = RuleSetFixture.OPERATOR_NAMESPACE;

    private final RuleCompiler compiler = RuleSetFixture.compiler();

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    void theIndexedAnswerIsThatOfAskingEveryRuleInTurn(
            @ForAll("books") List<CompiledRuleSet> sets, @ForAll("questions") List<Question> questions) {
        RuleBook book = RuleBook.of(sets, "fallback", () -> new TimeBudget(() -> 0, () -> 0));
        SequentialRules reference = new SequentialRules(sets, "fallback");

        for (Question question : questions) {
            Answer answer = Answer.of(book.classify(question));
            Statistics.collect(kind(answer));
            assertThat(answer).isEqualTo(reference.classify(question));
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void theExplanationEndsWithTheRuleThatWinsAndSaysOfEachOtherWhatItMissed(
            @ForAll("books") List<CompiledRuleSet> sets, @ForAll("questions") List<Question> questions) {
        RuleBook book = RuleBook.of(sets, "fallback", () -> new TimeBudget(() -> 0, () -> 0));

        for (Question question : questions) {
            List<AskedRule> asked = book.explain(question);
            List<AskedRule> holding = asked.stream().filter(AskedRule::held).toList();
            Answer answer = Answer.of(book.classify(question));

            assertThat(asked)
                    .filteredOn(rule -> !rule.held())
                    .noneMatch(rule -> rule.matcher().isEmpty());
            if (answer.needsEvents()) {
                continue;
            }
            if (answer.classification() == null || answer.classification().isDefault()) {
                assertThat(holding).isEmpty();
            } else {
                assertThat(holding).containsExactly(asked.getLast());
                assertThat(asked.getLast().rule())
                        .isEqualTo(answer.classification().rule());
            }
        }
    }

    private static String kind(Answer answer) {
        if (answer.needsEvents()) {
            return "needs events";
        }
        String found = answer.classification() == null
                ? "unmatched"
                : answer.classification().isDefault() ? "default" : "matched";
        return answer.onlyEventMissing() ? found + ", only event missing" : found;
    }

    @Provide
    Arbitrary<List<CompiledRuleSet>> books() {
        Arbitrary<ObjectNode> specs = Combinators.combine(
                        RandomRules.settings(), RandomRules.rules().list().ofMaxSize(8))
                .as(IndexPropertyTest::spec);
        return Combinators.combine(specs, Arbitraries.of(OPERATOR, OPERATOR, "team-a"))
                .as((spec, namespace) -> RuleSetFixture.source(namespace, "set", spec))
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(this::compile);
    }

    @Provide
    Arbitrary<List<Question>> questions() {
        return RandomPods.questions().list().ofSize(5);
    }

    private static ObjectNode spec(ObjectNode settings, List<ObjectNode> rules) {
        ObjectNode spec = settings.deepCopy();
        ArrayNode list = spec.putArray("rules");
        for (int i = 0; i < rules.size(); i++) {
            list.add(rules.get(i).deepCopy().put("name", "rule-" + i).put("category", "category-" + i));
        }
        return spec;
    }

    private List<CompiledRuleSet> compile(List<RuleSetSource> sources) {
        List<CompiledRuleSet> sets = new ArrayList<>();
        for (RuleSetSource source : sources) {
            CompiledRuleSet set =
                    compiler.compile(RuleSetFixture.source(source.namespace(), "set-" + sets.size(), source.spec()));
            assertThat(set.problems())
                    .filteredOn(problem -> problem.reason() != RuleProblem.Reason.NotAllowed)
                    .isEmpty();
            sets.add(set);
        }
        return sets;
    }
}
