package dev.podfailure.pod;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podfailure.rules.ActiveRules;
import dev.podfailure.rules.CompiledRuleSet;
import dev.podfailure.rules.CompilerOptions;
import dev.podfailure.rules.RuleBook;
import dev.podfailure.rules.RuleCompiler;
import dev.podfailure.rules.RuleSetSource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;

/** Real rule sets for tests, compiled from their YAML. */
final class RuleSets {
    static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

    private static final RuleCompiler COMPILER = new RuleCompiler(new CompilerOptions("podfailure-system", 0, false));

    private RuleSets() {}

    /** A rule set in the operator's namespace. */
    static CompiledRuleSet of(String spec) {
        return of(spec, CREATED);
    }

    static CompiledRuleSet of(String spec, Instant createdAt) {
        return compiled("platform", spec, createdAt);
    }

    /** Another one beside it. */
    static CompiledRuleSet named(String name, String spec) {
        return compiled(name, spec, CREATED);
    }

    private static CompiledRuleSet compiled(String name, String spec, Instant createdAt) {
        JsonNode parsed = new KubernetesSerialization().unmarshal(spec, JsonNode.class);
        CompiledRuleSet compiled =
                COMPILER.compile(new RuleSetSource("podfailure-system", name, name + "-uid", 1, createdAt, parsed));
        if (!compiled.problems().isEmpty()) {
            throw new IllegalArgumentException("a test's rule set has problems: " + compiled.problems());
        }
        return compiled;
    }

    /** Complete rules, unchanged since then. */
    static ActiveRules.Snapshot snapshot(String spec, Instant since) {
        return new ActiveRules.Snapshot(RuleBook.of(List.of(of(spec))), since, true);
    }
}
