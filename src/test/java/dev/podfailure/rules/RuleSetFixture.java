package dev.podfailure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.Objects;

/** Rule sets from YAML, as the compiler gets them. */
final class RuleSetFixture {
    static final String OPERATOR_NAMESPACE = "podfailure-system";
    static final Instant CREATED = Instant.parse("2026-05-01T08:00:00Z");

    private RuleSetFixture() {}

    static JsonNode yaml(String text) {
        // The mark of a document: a text that begins with a brace would be read as JSON.
        JsonNode node = Serialization.unmarshal("---\n" + text, JsonNode.class);
        return Objects.requireNonNullElse(node, NullNode.getInstance());
    }

    /** A set in the operator's namespace. */
    static CompiledRuleSet compile(String spec) {
        return compile(OPERATOR_NAMESPACE, "platform", spec);
    }

    static CompiledRuleSet compile(String namespace, String name, String spec) {
        return compiler().compile(source(namespace, name, yaml(spec)));
    }

    /** A set of one rule with a name, a category and these matchers. */
    static CompiledRuleSet compileRule(String matchers) {
        return compile("rules: [{name: rule, category: matched, " + matchers + "}]");
    }

    static RuleCompiler compiler() {
        return new RuleCompiler(new CompilerOptions(OPERATOR_NAMESPACE, 0, false));
    }

    static RuleSetSource source(String namespace, String name, JsonNode spec) {
        return new RuleSetSource(namespace, name, "uid-of-" + name, 1, CREATED, spec);
    }
}
