package dev.podfailure.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podfailure.rig.ProgramRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What Argo CD would say of an object, by its script.
 *
 * @param status Healthy, Progressing, Degraded
 * @param message beside it
 */
record ArgoHealth(String status, String message) {
    static final Path SCRIPT = Path.of("gitops", "argocd", "health.lua");

    private static final String INTERPRETER = "lua5.4";

    /** Runs the script with the object, and with no more of Lua than Argo CD gives it by default. */
    static ArgoHealth of(JsonNode object) {
        String program = """
                local script = assert(io.open("%s")):read("a")
                local given = { obj = %s, pairs = pairs, ipairs = ipairs, tostring = tostring, type = type, table = table }
                local health = assert(load(script, "health.lua", "t", given))()
                io.write(health.status, "\\n", health.message)
                """.formatted(SCRIPT, lua(object));
        List<String> lines = ProgramRun.of(program, List.of(INTERPRETER, "-"))
                .output()
                .lines()
                .toList();
        return new ArgoHealth(lines.getFirst(), lines.get(1));
    }

    /** The value as Lua writes it down; Argo CD knows no integers. */
    private static String lua(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT ->
                value.properties().stream()
                        .map((Map.Entry<String, JsonNode> field) ->
                                "[" + quoted(field.getKey()) + "] = " + lua(field.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case ARRAY ->
                StreamSupport.stream(value.spliterator(), false)
                        .map(ArgoHealth::lua)
                        .collect(Collectors.joining(", ", "{", "}"));
            case STRING -> quoted(value.textValue());
            case NUMBER -> Double.toString(value.doubleValue());
            case BOOLEAN -> Boolean.toString(value.booleanValue());
            default -> "nil";
        };
    }

    private static String quoted(String text) {
        return text.chars()
                .mapToObj(c -> c < ' ' || c == '"' || c == '\\' ? "\\%03d".formatted(c) : Character.toString(c))
                .collect(Collectors.joining("", "\"", "\""));
    }
}
