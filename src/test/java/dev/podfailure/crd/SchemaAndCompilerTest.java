package dev.podfailure.crd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.rules.RuleProblem;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the API server takes, the compiler takes; what it refuses, the compiler does not use in silence. */
class SchemaAndCompilerTest {
    /** Mistakes that leave every rule as it is, or let it match less than was meant: the operator need not leave anything out. */
    private static final Set<String> HARMLESS = Set.of(
            "conditions-twice.yaml",
            "containers-name-in-upper-case.yaml",
            "containers-name-twice.yaml",
            "containers-role-twice.yaml",
            "default-subcategory-alone.yaml",
            "default-subcategory-beside-an-empty-category.yaml",
            "default-subcategory-empty.yaml",
            "exit-codes-in-zero.yaml",
            "exit-codes-twice.yaml",
            "hint-empty.yaml",
            "name-too-long.yaml",
            "pod-events-empty-reason.yaml",
            "pod-reason-empty-value.yaml",
            "subcategory-empty.yaml",
            "termination-reason-twice.yaml");

    static List<RuleSetFile> valid() {
        return RuleSetFile.in(RuleSetFile.VALID);
    }

    @ParameterizedTest
    @MethodSource("valid")
    void theCompilerTakesWhatTheApiServerTakes(RuleSetFile file) {
        assertThat(Examples.compile(asPlatform(file)).problems()).isEmpty();
    }

    static List<RuleSetFile> invalid() {
        return RuleSetFile.in(RuleSetFile.INVALID).stream()
                .filter(file -> !HARMLESS.contains(file.toString()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void theCompilerReportsWhatTheApiServerRefuses(RuleSetFile file) {
        assertThat(Examples.compile(asPlatform(file)).problems())
                .isNotEmpty()
                .extracting(RuleProblem::path)
                .allMatch(path -> path.startsWith("spec"));
    }

    /** The files lie in a tenant's namespace; what only the platform may do is not the question here. */
    private static String asPlatform(RuleSetFile file) {
        return file.yaml().replace("namespace: default", "namespace: podfailure-system");
    }
}
