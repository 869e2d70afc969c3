package dev.podfailure.lint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podfailure.files.ObjectFiles;
import dev.podfailure.rules.CompilerOptions;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.stream.Collectors;

/** What lint says of a text. */
final class LintedYaml {
    private static final String HEAD = """
            apiVersion: podfailure.dev/v1alpha1
            kind: FailureCategoryRuleSet
            metadata: {name: linted, namespace: podfailure-system}
            spec:
              rules:
            """;

    private LintedYaml() {}

    /** @param yaml a whole rule set, or rules */
    static List<Finding> findings(String yaml) {
        String whole = yaml.contains("apiVersion:") ? yaml : HEAD + yaml.indent(4);
        Linter linter = new Linter(new CompilerOptions("podfailure-system", 0, false));
        new ObjectFiles(new ByteArrayInputStream(whole.getBytes(UTF_8)), Linter.KIND, true)
                .read(List.of("-"), linter::add);
        return linter.findings();
    }

    /** Their codes, each once, in order. */
    static List<String> codes(String yaml) {
        return findings(yaml).stream()
                .map(finding -> finding.code().id())
                .distinct()
                .collect(Collectors.toList());
    }
}
