package dev.podfailure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podfailure.failure.PodEvent;
import dev.podfailure.failure.PodFacts;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** One benchmark input: its rules as rule sets of at most 500, and its pods. Public for the benchmarks. */
public final class BenchRules {
    /** Nothing to ask. */
    public static final BenchRules NONE = new BenchRules(List.of(), List.of());

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<RuleSetSource> sources;
    private final List<Question> questions;
    private final RuleBook book;
    private final SequentialRules reference;

    private BenchRules(List<RuleSetSource> sources, List<Question> questions) {
        this.sources = sources;
        this.questions = questions;
        List<CompiledRuleSet> sets = compiledSets();
        this.book = RuleBook.of(sets);
        this.reference = new SequentialRules(sets, RuleBook.DEFAULT_CATEGORY);
    }

    /** Reads an input by its name. */
    public static BenchRules read(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                BenchRules.class.getResourceAsStream("/bench/" + name + ".json"), "no such input: " + name)) {
            JsonNode input = JSON.readTree(in);
            List<Question> questions = new ArrayList<>();
            input.path("cases").forEach(testCase -> questions.add(question(testCase)));
            return new BenchRules(sources(rules(input.path("config"))), questions);
        }
    }

    /** How many pods there are. */
    public int pods() {
        return questions.size();
    }

    /** Classifies every pod. */
    public void classify(Consumer<Object> answers) {
        questions.forEach(question -> answers.accept(book.classify(question)));
    }

    /** The same without the index. */
    public void classifyRuleByRule(Consumer<Object> answers) {
        questions.forEach(question -> answers.accept(reference.classify(question)));
    }

    /** Whether both answer every pod alike. */
    boolean agree() {
        return questions.stream()
                .allMatch(question ->
                        SequentialRules.Answer.of(book.classify(question)).equals(reference.classify(question)));
    }

    /** Compiles the rules and builds the book. */
    public Object compile() {
        return RuleBook.of(compiledSets());
    }

    private List<CompiledRuleSet> compiledSets() {
        RuleCompiler compiler = RuleSetFixture.compiler();
        List<CompiledRuleSet> sets = sources.stream().map(compiler::compile).toList();
        sets.forEach(set -> {
            if (!set.problems().isEmpty()) {
                throw new IllegalStateException(set.problems().toString());
            }
        });
        return sets;
    }

    private static List<RuleSetSource> sources(List<ObjectNode> rules) {
        List<RuleSetSource> sources = new ArrayList<>();
        for (int from = 0; from < rules.size(); from += RuleLimits.MAX_RULES) {
            ObjectNode spec = JSON.createObjectNode();
            ArrayNode list = spec.putArray("rules");
            rules.subList(from, Math.min(from + RuleLimits.MAX_RULES, rules.size()))
                    .forEach(list::add);
            sources.add(RuleSetFixture.source(RuleSetFixture.OPERATOR_NAMESPACE, "set-" + sources.size(), spec));
        }
        return sources;
    }

    private static List<ObjectNode> rules(JsonNode config) {
        List<ObjectNode> rules = new ArrayList<>();
        for (JsonNode category : config.path("categories")) {
            for (JsonNode old : category.path("rules")) {
                ObjectNode rule = old.deepCopy();
                rule.put("name", "rule-" + rules.size())
                        .put("category", category.path("name").asText());
                JsonNode container = rule.remove("containerName");
                if (container != null) {
                    rule.putObject("containers").putArray("names").add(container);
                }
                if (rule.get("onPodEvents") instanceof ObjectNode events) {
                    events.set("pattern", events.remove("regexp"));
                }
                rules.add(rule);
            }
        }
        return rules;
    }

    private static Question question(JsonNode testCase) {
        ObjectNode pod = testCase.path("pod").deepCopy();
        pod.withObjectProperty("status")
                .put("message", testCase.path("podError").asText());
        List<PodEvent> events = new ArrayList<>();
        for (JsonNode event : testCase.path("events")) {
            events.add(new PodEvent(
                    event.path("type").asText(),
                    event.path("reason").asText(),
                    event.path("message").asText(),
                    1));
        }
        return Question.about(PodFacts.of(JSON.convertValue(pod, Pod.class), List.of()))
                .withEvents(Optional.of(events));
    }
}
