package dev.podfailure.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvertCommandTest {
    private static final String CONFIG = """
            applicationConfig:
              kubernetes:
                errorCategories:
                  enabled: true
                  defaultCategory: uncategorized
                  categories:
                  - name: oom
                    rules:
                    - onConditions: [OOMKilled]
                      hint: Raise the memory limit.
            """;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void printsARuleSetThatAPersonCanRead() {
        int exitCode = run(CONFIG, "-");

        assertThat(exitCode).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).matches("""
                apiVersion: podfailure\\.dev/v1alpha1
                kind: FailureCategoryRuleSet
                metadata:
                  name: armada
                  namespace: podfailure-system
                spec:
                  defaultCategory: uncategorized
                  rules:
                    - name: oom-[0-9a-f]{8}
                      category: oom
                      hint: 'Raise the memory limit\\.'
                      onConditions: \\[OOMKilled]
                """);
    }

    @Test
    void nameNamespaceAndPriorityAreOptions() {
        run(CONFIG, "-", "--name", "old", "-n", "batch", "--priority", "-20");

        assertThat(out.toString()).contains("  name: old\n  namespace: batch\nspec:\n  priority: -20\n");
    }

    @Test
    void namesThePlaceOfWhatIsRefusedAndPrintsNothing() throws IOException {
        Path file = Files.writeString(
                folder.resolve("executor.yaml"),
                CONFIG.replace("[OOMKilled]", "[Evicted, Killed]").replace("name: oom", "name: ''"));

        int exitCode = run("", file.toString());

        assertThat(exitCode).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines())
                .containsExactly(
                        file + ":7:15: error: a category needs a name",
                        file + ":9:35: error: condition \"Killed\" is not one of OOMKilled, Evicted, DeadlineExceeded");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: 1 | there is no errorCategories in this",
                "'' | there is no errorCategories in this",
                "{a: {errorCategories: {}}, b: {errorCategories: {}}} | document 1, line 1: there is a second errorCategories",
                "data: {config.yaml: 'errorCategories: {}'} | errorCategories stands inside a text here",
                "errorCategories: [ | this is no YAML",
                "[1, 2] | an object is expected here"
            })
    void inputWithoutOneConfigurationIsRefused(String input, String message) {
        int exitCode = run(input, "-");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).startsWith("podfailure: -: ").contains(message);
    }

    @ParameterizedTest
    @CsvSource({"--priority,1001", "--name,Upper", "--namespace,-a", "--name,''"})
    void impossibleOptionsAreRefused(String option, String value) {
        assertThat(run(CONFIG, "-", option, value)).isEqualTo(2);
        assertThat(err.toString()).contains(option);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThat(run("", folder.resolve("none.yaml").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("none.yaml: there is no such file");
    }

    private int run(String standardInput, String... arguments) {
        List<String> all = new ArrayList<>(List.of("convert"));
        all.addAll(List.of(arguments));
        return PodfailureCommand.commandLine(Map.of(), new ByteArrayInputStream(standardInput.getBytes(UTF_8)))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
    }
}
