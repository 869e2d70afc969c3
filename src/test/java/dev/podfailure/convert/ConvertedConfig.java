package dev.podfailure.convert;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podfailure.classify.RuleSetFiles;
import dev.podfailure.files.Documents;
import dev.podfailure.files.ObjectFiles;
import dev.podfailure.rules.CompilerOptions;
import dev.podfailure.rules.RuleBook;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration as the command converts it, and what it prints read back as the operator reads rule sets. */
record ConvertedConfig(Conversion conversion) {
    private static final ConversionSettings SETTINGS = new ConversionSettings("armada", "podfailure-system", 0);

    static ConvertedConfig of(String config) {
        InputStream in = new ByteArrayInputStream(config.getBytes(UTF_8));
        return new ConvertedConfig(new AncestorConverter(SETTINGS).convert("-", Documents.read("-", in)));
    }

    /** What goes to standard output. */
    String yaml() {
        return conversion.ruleSets().stream().map(RuleSetYaml::of).collect(Collectors.joining("---\n"));
    }

    List<String> remarks() {
        return conversion.remarks().stream().map(Remark::toString).toList();
    }

    RuleSetFiles ruleSets() {
        RuleSetFiles files = new RuleSetFiles(new CompilerOptions("podfailure-system", 0, false));
        new ObjectFiles(new ByteArrayInputStream(yaml().getBytes(UTF_8)), RuleSetFiles.KIND, true)
                .read(List.of("-"), files::add);
        return files;
    }

    RuleBook book() {
        return ruleSets().book("");
    }

    List<String> ruleNames() {
        return conversion.ruleSets().stream()
                .flatMap(set -> set.path("spec").path("rules").findValuesAsText("name").stream())
                .toList();
    }
}
