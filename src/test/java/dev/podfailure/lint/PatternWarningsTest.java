package dev.podfailure.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternWarningsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "registry.example ; unescaped",
                "version 1.2 of ; unescaped",
                "main() failed ; unescaped",
                "exit(code) called ; unescaped",
                "[ERROR] disk ; unescaped",
                "index [5] out ; unescaped",
                ".*disk full ; redundant-wildcard",
                "(?i)disk full.* ; redundant-wildcard",
                "[a-z]+ ; no-literal",
                "(?s).* ; no-literal",
                "(abc)* ; no-literal",
                "^Evicted$ ; reason-as-text",
                "OOMKilled|StartError ; reason-as-text"
            })
    void findsWhatLooksWrong(String pattern, String code) {
        assertThat(codes(pattern)).containsExactly(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registry\\.example",
                "\\Qregistry.example\\E",
                "registry[.]example",
                "error(s)? in file",
                "(OOM|out of memory)",
                "(?:disk) full",
                "disk (full|gone)",
                "[Ee]rror in module",
                "[0-9]+ errors",
                "^.*disk full",
                "disk full.*$",
                "disk.*full",
                "ends with a dot \\.*",
                "ends. Then it begins",
                "the pod was Evicted by hand"
            })
    void leavesAloneWhatIsMeant(String pattern) {
        assertThat(codes(pattern)).isEmpty();
    }

    private static List<String> codes(String pattern) {
        return LintedYaml.codes("- name: a\n  category: c\n  onPodError: {pattern: '" + pattern + "'}\n");
    }
}
