package dev.podfailure.gitops;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Flux would say of an object by its {@code healthCheckExprs}, asked as Flux asks them (its RFC 0009). */
final class FluxHealth {
    static final Path EXPRESSIONS = Path.of("gitops", "flux", "health-check-exprs.yaml");

    private static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("metadata", SimpleType.DYN)
            .addVar("spec", SimpleType.DYN)
            .addVar("status", SimpleType.DYN)
            .setResultType(SimpleType.BOOL)
            .build();
    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.plannerRuntimeBuilder().build();
    private static final List<Map.Entry<String, String>> ORDER = List.of(
            Map.entry("inProgress", "InProgress"), Map.entry("failed", "Failed"), Map.entry("current", "Current"));

    /** CEL has one type of integers. */
    private static final ObjectMapper LONGS = new ObjectMapper().enable(DeserializationFeature.USE_LONG_FOR_INTS);

    private final JsonNode check;

    private FluxHealth(JsonNode check) {
        this.check = check;
    }

    /** By the file that the documentation shows. */
    static FluxHealth documented() throws IOException {
        JsonNode checks = Serialization.unmarshal(Files.readString(EXPRESSIONS), JsonNode.class);
        return new FluxHealth(checks.path(0));
    }

    /** InProgress, Failed, Current; Unknown if an expression has no answer, which Flux waits for. */
    String of(JsonNode object) {
        JsonNode observed = object.at("/status/observedGeneration");
        if (observed.isNumber()
                && observed.longValue() != object.at("/metadata/generation").longValue()) {
            return "InProgress";
        }
        Map<String, Object> variables = LONGS.convertValue(object, new TypeReference<Map<String, Object>>() {});
        for (Map.Entry<String, String> expression : ORDER) {
            Optional<Boolean> answer = answer(check.path(expression.getKey()).asText(), variables);
            if (answer.isEmpty()) {
                return "Unknown";
            }
            if (answer.get()) {
                return expression.getValue();
            }
        }
        return "InProgress";
    }

    /** Empty where Go's CEL, which Flux uses, knows no variable of that name: this one calls the result unknown. */
    private static Optional<Boolean> answer(String expression, Map<String, Object> variables) {
        try {
            Object result =
                    RUNTIME.createProgram(COMPILER.compile(expression).getAst()).eval(variables);
            return result instanceof Boolean answer ? Optional.of(answer) : Optional.empty();
        } catch (CelEvaluationException e) {
            return Optional.empty();
        } catch (CelValidationException e) {
            throw new IllegalStateException(expression, e);
        }
    }
}
