package dev.podfailure.lint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.podfailure.rules.PatternVerdict;
import java.util.HashMap;
import java.util.Map;

/** The {@code x-kubernetes-validations} of a schema, in CEL. Making one takes some 100 ms. */
final class SchemaRules {
    /** That names are there once is left to the compiler, which names the second place. */
    private static final String HAS_NAMES_OF_ITS_OWN =
            "self.transformMapEntry(i, r, {r.name: i}).size() == self.size()";

    /** How a schema says that a text is a regular expression; judged by our own reader, which nothing can hurt. */
    private static final String IS_PATTERN = "''.matches(self) in [true, false]";

    private static final CelOptions OPTIONS =
            CelOptions.current().enableHeterogeneousNumericComparisons(true).build();

    private final CelCompiler compiler = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addLibraries(CelExtensions.comprehensions())
            .addVar("self", SimpleType.DYN)
            .setResultType(SimpleType.BOOL)
            .build();
    private final CelRuntime runtime = CelRuntimeFactory.plannerRuntimeBuilder()
            .setOptions(OPTIONS)
            .addLibraries(CelExtensions.comprehensions())
            .build();
    private final Map<String, CelRuntime.Program> programs = new HashMap<>();

    /** Asks every rule of a schema about a value whose types are right. */
    void check(JsonNode schema, JsonNode value, String path, Findings findings) {
        for (JsonNode rule : schema.path("x-kubernetes-validations")) {
            String expression = rule.path("rule").asText();
            if (expression.equals(IS_PATTERN)) {
                pattern(value.asText(), path, findings);
            } else if (!expression.equals(HAS_NAMES_OF_ITS_OWN) && !holds(expression, value)) {
                String at = path + rule.path("fieldPath").asText();
                findings.add(at.startsWith(".") ? at.substring(1) : at, code(rule), sentence(rule));
            }
        }
    }

    private static void pattern(String pattern, String path, Findings findings) {
        if (PatternVerdict.of(pattern) instanceof PatternVerdict.Invalid invalid) {
            findings.add(
                    path,
                    Code.BAD_PATTERN,
                    Findings.quote(pattern) + " is no regular expression in RE2 syntax: " + invalid.why());
        }
    }

    private static Code code(JsonNode rule) {
        return switch (rule.path("reason").asText()) {
            case "FieldValueRequired" -> Code.MISSING;
            case "FieldValueForbidden" -> Code.CONTRADICTION;
            default -> Code.BAD_VALUE;
        };
    }

    private static String sentence(JsonNode rule) {
        String message = rule.path("message").asText();
        return message.startsWith("must ") || message.startsWith("is ") || message.startsWith("needs ")
                ? "it " + message
                : message;
    }

    /** An error is a refusal, too. */
    private boolean holds(String expression, JsonNode value) {
        try {
            return Boolean.TRUE.equals(
                    programs.computeIfAbsent(expression, this::program).eval(Map.of("self", CelValues.of(value))));
        } catch (CelEvaluationException e) {
            return false;
        }
    }

    private CelRuntime.Program program(String expression) {
        try {
            return runtime.createProgram(compiler.compile(expression).getAst());
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalStateException("the CRD has a rule that is no CEL: " + expression, e);
        }
    }
}
