package dev.podfailure.library;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podfailure.rules.CompiledRuleSet;
import dev.podfailure.rules.CompilerOptions;
import dev.podfailure.rules.RuleBook;
import dev.podfailure.rules.RuleCompiler;
import dev.podfailure.rules.RuleSetSource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** {@code examples/library} as an operator with the default settings uses it. */
final class Library {
    static final Path FOLDER = Path.of("examples", "library");

    private static final RuleCompiler COMPILER = new RuleCompiler(new CompilerOptions("podfailure-system", 0, false));

    private Library() {}

    /**
     * A rule as it is written.
     *
     * @param set name of its rule set
     * @param rule what is written
     */
    record WrittenRule(String set, JsonNode rule) {
        String name() {
            return rule.path("name").asText();
        }

        @Override
        public String toString() {
            return set + "/" + name();
        }
    }

    /** The files with a rule set, in the order of their names. */
    static List<Path> files() {
        return yamlFiles(FOLDER).stream()
                .filter(file -> file.getFileName().toString().matches("\\d.*"))
                .toList();
    }

    static List<Path> yamlFiles(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    static JsonNode yaml(Path file) {
        try {
            return Serialization.unmarshal(Files.readString(file), JsonNode.class);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    static CompiledRuleSet compile(Path file) {
        return compile(yaml(file));
    }

    static CompiledRuleSet compile(JsonNode object) {
        return COMPILER.compile(new RuleSetSource(
                object.at("/metadata/namespace").asText(),
                object.at("/metadata/name").asText(),
                "e5b8a2c1-0000-4000-8000-000000000000",
                1,
                Instant.EPOCH,
                object.path("spec")));
    }

    static RuleBook book() {
        return RuleBook.of(files().stream().map(Library::compile).toList());
    }

    static List<WrittenRule> rules() {
        return files().stream().flatMap(file -> rules(yaml(file)).stream()).toList();
    }

    private static List<WrittenRule> rules(JsonNode set) {
        String name = set.at("/metadata/name").asText();
        return elements(set.at("/spec/rules"))
                .map(rule -> new WrittenRule(name, rule))
                .toList();
    }

    static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
