package dev.podfailure.lint;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podfailure.api.Rule;
import dev.podfailure.files.FoundObject;
import dev.podfailure.rules.CompiledRuleSet;
import dev.podfailure.rules.CompilerOptions;
import dev.podfailure.rules.RuleCompiler;
import dev.podfailure.rules.RuleProblem;
import dev.podfailure.rules.RuleSetSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Looks at rule sets, one after the other. Not thread-safe. */
public final class Linter {
    public static final String KIND = "FailureCategoryRuleSet";

    private static final ObjectMapper MAPPER =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final CompilerOptions options;
    private final RuleCompiler compiler;
    private final JsonNode schema = RuleSetSchema.read();
    private final SchemaRules schemaRules = new SchemaRules();
    private final Map<String, FoundObject> seen = new HashMap<>();
    private final Spellings spellings = new Spellings();
    private final Map<String, List<Finding>> byFile = new LinkedHashMap<>();
    private int ruleSets;

    public Linter(CompilerOptions options) {
        this.options = options;
        this.compiler = new RuleCompiler(options);
    }

    /** Looks at an object; other kinds than rule sets are passed over. */
    public void add(FoundObject object) {
        if (!object.kind().equals(KIND)) {
            return;
        }
        ruleSets++;
        Findings findings = new Findings(object);
        new IdentityCheck(findings, seen).check(object);
        new SchemaCheck(findings, schemaRules).check(schema, object.value(), "");
        JsonNode spec = object.value().path("spec");
        if (!spec.isMissingNode()) {
            compile(object, spec, findings);
        }
        warn(object, spec, findings);
        byFile.computeIfAbsent(object.place().file(), file -> new ArrayList<>()).addAll(findings.found());
    }

    /** Number of rule sets so far. */
    public int ruleSets() {
        return ruleSets;
    }

    /** Everything that was found, by file and line. */
    public List<Finding> findings() {
        Map<String, List<Finding>> all = new LinkedHashMap<>();
        Stream.concat(byFile.values().stream().flatMap(List::stream), spellings.found().stream())
                .forEach(finding -> all.computeIfAbsent(finding.place().file(), file -> new ArrayList<>())
                        .add(finding));
        return all.values().stream()
                .flatMap(found -> found.stream().sorted(Finding.BY_LINE))
                .toList();
    }

    /** Without a namespace it will be applied to one that nobody knows yet: taken for the operator's, where all is allowed. */
    private void compile(FoundObject object, JsonNode spec, Findings findings) {
        JsonNode metadata = object.value().path("metadata");
        String namespace = metadata.path("namespace").asText("");
        CompiledRuleSet set = compiler.compile(new RuleSetSource(
                namespace.isEmpty() ? options.operatorNamespace() : namespace,
                metadata.path("name").asText(""),
                "",
                0,
                Instant.EPOCH,
                spec));
        set.problems().stream()
                .filter(problem -> isNews(problem, findings))
                .toList()
                .forEach(problem -> {
                    findings.add(path(problem), code(problem.reason()), problem.message());
                });
        set.warnings().stream()
                .filter(warning -> isNews(warning, findings))
                .forEach(warning -> findings.add(path(warning), Code.NO_EFFECT, warning.message()));
    }

    private static boolean isNews(RuleProblem problem, Findings findings) {
        return !findings.hasErrorNear(path(problem));
    }

    /** As the places have it: {@code matchLabels.app} for {@code matchLabels["app"]}. */
    private static String path(RuleProblem problem) {
        return problem.path().replaceAll("\\[\"(.*?)\"]", ".$1");
    }

    private static Code code(RuleProblem.Reason reason) {
        return switch (reason) {
            case UnknownField -> Code.UNKNOWN_FIELD;
            case InvalidValue -> Code.BAD_VALUE;
            case InvalidPattern -> Code.BAD_PATTERN;
            case InvalidExpression -> Code.BAD_EXPRESSION;
            case Required -> Code.MISSING;
            case Duplicate -> Code.NOT_UNIQUE;
            case PriorityNotAllowed, OutcomeNotAllowed, NotAllowed -> Code.NOT_ALLOWED;
            case NoEffect -> Code.NO_EFFECT;
        };
    }

    private void warn(FoundObject object, JsonNode spec, Findings findings) {
        boolean includesDeletedPods = spec.path("deletedPods").asText().equals("Include");
        List<LintedRule> rules = new ArrayList<>();
        JsonNode listed = spec.path("rules");
        for (int i = 0; listed.isArray() && i < listed.size(); i++) {
            String path = "spec.rules[" + i + "]";
            if (!findings.hasErrorIn(path)) {
                rules.add(new LintedRule(path, MAPPER.convertValue(listed.get(i), Rule.class)));
            }
        }
        RuleWarnings warnings = new RuleWarnings(findings, includesDeletedPods);
        rules.forEach(warnings::check);
        new Shadowing(findings).check(rules);
        spell(object, spec, rules);
    }

    private void spell(FoundObject object, JsonNode spec, List<LintedRule> rules) {
        for (LintedRule rule : rules) {
            String category = LintedRule.orEmpty(rule.rule().category());
            spellings.use("", category, object, rule.path() + ".category");
            spellings.use(
                    category, LintedRule.orEmpty(rule.rule().subcategory()), object, rule.path() + ".subcategory");
        }
        String category = spec.path("defaultCategory").asText("");
        spellings.use("", category, object, "spec.defaultCategory");
        spellings.use(category, spec.path("defaultSubcategory").asText(""), object, "spec.defaultSubcategory");
    }
}
