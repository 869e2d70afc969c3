package dev.podfailure.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The compiler beside the API server: what the schema takes it takes, and what the schema refuses it does not miss. */
class RuleSetFilesTest {
    private static final Path RULE_SETS = Path.of("src", "test", "resources", "rulesets");

    /** Refused by the schema because they are of no use; harmless where they got past it. */
    private static final Set<String> HARMLESS = Set.of(
            "conditions-twice.yaml",
            "containers-name-in-upper-case.yaml",
            "containers-name-twice.yaml",
            "default-subcategory-alone.yaml",
            "containers-role-twice.yaml",
            "default-subcategory-beside-an-empty-category.yaml",
            "default-subcategory-empty.yaml",
            "exit-codes-in-zero.yaml",
            "exit-codes-null.yaml",
            "exit-codes-twice.yaml",
            "hint-empty.yaml",
            "name-too-long.yaml",
            "responsible-empty.yaml",
            "subcategory-empty.yaml",
            "termination-reason-twice.yaml");

    @ParameterizedTest
    @MethodSource
    void accepted(Path file) throws IOException {
        CompiledRuleSet set = compile(file);

        assertThat(set.problems()).isEmpty();
        assertThat(set.accepted()).isTrue();
    }

    static Stream<Path> accepted() throws IOException {
        return Stream.concat(filesOf(RULE_SETS.resolve("valid")), filesOf(Path.of("examples")));
    }

    @ParameterizedTest
    @MethodSource
    void reported(Path file) throws IOException {
        assertThat(compile(file).problems()).isNotEmpty();
    }

    static Stream<Path> reported() throws IOException {
        return filesOf(RULE_SETS.resolve("invalid"))
                .filter(file -> !HARMLESS.contains(file.getFileName().toString()));
    }

    /** As if it lay in the operator's namespace: what a tenant may not do is no matter of the schema. */
    private static CompiledRuleSet compile(Path file) throws IOException {
        JsonNode spec = RuleSetFixture.yaml(Files.readString(file)).path("spec");
        return RuleSetFixture.compiler()
                .compile(RuleSetFixture.source(RuleSetFixture.OPERATOR_NAMESPACE, "file", spec));
    }

    private static Stream<Path> filesOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(RuleSetFilesTest::isRuleSet).sorted().toList().stream();
        }
    }

    private static boolean isRuleSet(Path file) {
        try {
            return file.toString().endsWith(".yaml") && Files.readString(file).contains("kind: FailureCategoryRuleSet");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
