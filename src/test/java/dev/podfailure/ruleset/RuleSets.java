package dev.podfailure.ruleset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podfailure.api.FailureCategoryRuleSet;
import dev.podfailure.rules.CompiledRuleSet;
import dev.podfailure.rules.CompilerOptions;
import dev.podfailure.rules.RuleCompiler;
import dev.podfailure.rules.RuleSetSource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rule sets for tests. */
final class RuleSets {
    static final String OPERATOR_NAMESPACE = "podfailure-system";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RuleCompiler COMPILER = new RuleCompiler(new CompilerOptions(OPERATOR_NAMESPACE, 0, false));

    private RuleSets() {}

    static CompiledRuleSet compile(RuleSetSource source) {
        return COMPILER.compile(source);
    }

    static FailureCategoryRuleSet ruleSet(String name, String uid, long generation, String spec) {
        FailureCategoryRuleSet ruleSet = new FailureCategoryRuleSet();
        ruleSet.setMetadata(new ObjectMetaBuilder()
                .withNamespace(OPERATOR_NAMESPACE)
                .withName(name)
                .withUid(uid)
                .withGeneration(generation)
                .withResourceVersion(Long.toString(generation))
                .withCreationTimestamp("2026-01-02T03:04:05Z")
                .build());
        ruleSet.setSpec(json(spec));
        return ruleSet;
    }

    /** A spec of rules that are valid, and then of rules that are not. */
    static String spec(int valid, int invalid) {
        return IntStream.range(0, valid + invalid)
                .mapToObj(i -> "{'name': 'r%d', 'category': 'c%d', 'onPodError': {'pattern': '%s'}}"
                        .formatted(i, i, i < valid ? "failed" : "("))
                .collect(Collectors.joining(",", "{'rules': [", "]}"));
    }

    /** JSON in which quotes are apostrophes. */
    static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
