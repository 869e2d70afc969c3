package dev.podfailure.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the library costs a pod does not depend on how long its texts are. */
class LibraryPatternsTest {
    static List<Path> sets() throws IOException {
        try (var files = Files.list(Path.of("examples", "library"))) {
            return files.filter(file -> file.getFileName().toString().matches("\\d.*\\.yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("sets")
    void everyPatternRequiresALiteralByWhichItIsFound(Path file) throws IOException {
        JsonNode set = Serialization.unmarshal(Files.readString(file), JsonNode.class);

        assertThat(compile(set.path("spec")).rules())
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(PatternCost.of(rule.matchers()))
                        .as(rule.name())
                        .isZero());
    }

    @Test
    void aPatternWithoutALiteralWouldBeSeen() {
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        ObjectNode rule = spec.putArray("rules").addObject().put("name", "any").put("category", "any");
        rule.putObject("onTerminationMessage").put("pattern", "\\d\\d:\\d\\d");

        assertThat(PatternCost.of(compile(spec).rules().getFirst().matchers())).isPositive();
    }

    private static CompiledRuleSet compile(JsonNode spec) {
        return new RuleCompiler(new CompilerOptions("podfailure-system", 0, false))
                .compile(new RuleSetSource("podfailure-system", "library", "uid", 1, Instant.EPOCH, spec));
    }
}
