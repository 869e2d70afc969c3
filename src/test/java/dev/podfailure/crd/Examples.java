package dev.podfailure.crd;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podfailure.rules.CompiledRuleSet;
import dev.podfailure.rules.CompilerOptions;
import dev.podfailure.rules.RuleCompiler;
import dev.podfailure.rules.RuleSetSource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rule sets of {@code examples/}, and what they are to say of recorded pods. */
final class Examples {
    private static final RuleCompiler COMPILER = new RuleCompiler(new CompilerOptions("podfailure-system", 0, false));

    private Examples() {}

    /**
     * What a recorded pod is to be called.
     *
     * @param category never empty
     * @param subcategory never empty
     * @param rule {@code namespace/ruleset/rule}; {@code ""} if the default applies
     */
    record Expectation(String category, String subcategory, String rule) {}

    static List<RuleSetFile> files() {
        return RuleSetFile.in(RuleSetFile.EXAMPLES);
    }

    /** A rule set as an operator with the default settings compiles it. */
    static CompiledRuleSet compile(String yaml) {
        JsonNode object = Serialization.unmarshal(yaml, JsonNode.class);
        return COMPILER.compile(new RuleSetSource(
                object.at("/metadata/namespace").asText(),
                object.at("/metadata/name").asText(),
                "e5b8a2c1-0000-4000-8000-000000000000",
                1,
                Instant.EPOCH,
                object.path("spec")));
    }

    static CompiledRuleSet compile(RuleSetFile file) {
        return compile(file.yaml());
    }

    static JsonNode object(RuleSetFile file) {
        return Serialization.unmarshal(file.yaml(), JsonNode.class);
    }

    /** Every answer that a rule set can give: one for each rule, and its default. */
    static List<Expectation> answers(RuleSetFile file) {
        JsonNode object = object(file);
        String prefix = object.at("/metadata/namespace").asText() + "/"
                + object.at("/metadata/name").asText() + "/";
        JsonNode spec = object.path("spec");
        List<Expectation> answers = new ArrayList<>();
        answers.add(new Expectation(
                spec.path("defaultCategory").asText(),
                spec.path("defaultSubcategory").asText(),
                ""));
        spec.path("rules")
                .forEach(rule -> answers.add(new Expectation(
                        rule.path("category").asText(),
                        rule.path("subcategory").asText(),
                        prefix + rule.path("name").asText())));
        return answers;
    }

    /** By name of the record. */
    static Map<String, Expectation> expectations() {
        try {
            return new ObjectMapper()
                    .readValue(
                            Files.readString(RuleSetFile.EXAMPLES.resolve("demo-expectations.json")),
                            new TypeReference<Map<String, Expectation>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the demo's expectations", e);
        }
    }
}
