package dev.podfailure.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.files.ObjectFiles;
import dev.podfailure.rules.CompilerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the API server refuses is an error, what it takes is none, and the rule sets that we ship are clean. */
class LintedFilesTest {
    private static final Path RULE_SETS = Path.of("src", "test", "resources", "rulesets");

    static List<Path> invalid() {
        return files("invalid");
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void refusesWhatTheApiServerRefuses(Path file) {
        assertThat(LintedYaml.findings(read(file)))
                .anySatisfy(finding -> assertThat(finding.code().isError()).isTrue());
    }

    @Test
    void saysWhatIsWrongOnceInItsPlace() {
        assertThat(invalid())
                .hasSizeGreaterThan(130)
                .filteredOn(file -> LintedYaml.findings(read(file)).stream()
                                .filter(finding -> finding.code().isError())
                                .count()
                        > 1)
                .containsExactly(RULE_SETS.resolve("invalid").resolve("rules-too-many.yaml"));
    }

    static List<Path> valid() {
        return files("valid");
    }

    /** The files lie in a tenant's namespace; what only the platform may do is not the question here. */
    @ParameterizedTest
    @MethodSource("valid")
    void takesWhatIsOddButRight(Path file) {
        String asPlatform = read(file).replace("namespace: default", "namespace: podfailure-system");

        assertThat(LintedYaml.findings(asPlatform))
                .noneSatisfy(finding -> assertThat(finding.code().isError()).isTrue());
    }

    @Test
    void findsNothingInTheExamplesAndTheLibrary() {
        Linter linter = new Linter(new CompilerOptions("podfailure-system", 0, false));
        new ObjectFiles(InputStream.nullInputStream(), Linter.KIND, true).read(List.of("examples"), linter::add);

        assertThat(linter.ruleSets()).isGreaterThan(20);
        assertThat(linter.findings().stream().map(finding -> finding.line(false)))
                .isEmpty();
    }

    @Test
    void theCodesOfErrorsAreAllGivenByTheTable() {
        assertThat(invalid().stream()
                        .flatMap(file -> LintedYaml.codes(read(file)).stream())
                        .distinct())
                .containsAll(Set.of(
                        "wrong-type",
                        "unknown-field",
                        "missing",
                        "bad-value",
                        "not-unique",
                        "contradiction",
                        "bad-pattern"));
    }

    private static List<Path> files(String folder) {
        try (Stream<Path> files = Files.list(RULE_SETS.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
