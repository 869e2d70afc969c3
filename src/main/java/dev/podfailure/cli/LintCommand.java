package dev.podfailure.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podfailure.files.InvalidInputException;
import dev.podfailure.files.ObjectFiles;
import dev.podfailure.lint.Finding;
import dev.podfailure.lint.Linter;
import dev.podfailure.rules.CompilerOptions;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code podfailure lint}. */
@Command(
        name = "lint",
        description = {
            "Says what is wrong with rule sets, and what looks wrong, without a cluster.",
            "",
            "  podfailure lint rules/",
            "  podfailure lint --strict -o json rules.yaml"
        },
        footer = {
            "",
            "Errors are what the API server refuses or the operator leaves out; warnings are what is most likely a"
                    + " mistake. docs/lint.md explains each code.",
            "",
            "Exit codes: 0 if there are no errors; 1 if there are; 2 for wrong options and for input that cannot be read."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = PodfailureVersion.class)
final class LintCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How findings are printed. */
    enum Format {
        text,
        json
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE|DIR|-",
            arity = "1..*",
            description =
                    "FailureCategoryRuleSet objects in YAML or JSON; of a folder, every .yaml, .yml and .json file;"
                            + " other kinds are passed over")
    private List<String> files = List.of();

    @Option(names = "--strict", description = "Warnings are errors")
    private boolean strict;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text (file:line:column: severity: text [code]) or json (one object a line). Default:"
                    + " ${DEFAULT-VALUE}")
    private Format output = Format.text;

    @Option(
            names = "--namespace",
            paramLabel = "NAMESPACE",
            defaultValue = "podfailure-system",
            description = "The operator's namespace; rule sets elsewhere, and only those, are a tenant's. Default:"
                    + " ${DEFAULT-VALUE}")
    private String namespace = "";

    @Mixin
    private final TenantOptions tenants = new TenantOptions();

    private final InputStream standardInput;

    LintCommand(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Linter linter = new Linter(new CompilerOptions(namespace, tenants.priorityLimit(), tenants.ignore()));
        try {
            new ObjectFiles(standardInput, Linter.KIND, true).read(files, linter::add);
            if (linter.ruleSets() == 0) {
                throw new InvalidInputException(String.join(" ", files), "there is no " + Linter.KIND + " in this");
            }
        } catch (InvalidInputException e) {
            err.println("podfailure: " + e.getMessage());
            return spec.exitCodeOnInvalidInput();
        }
        List<Finding> findings = linter.findings();
        findings.forEach(finding -> out.println(output == Format.json ? json(finding) : finding.line(strict)));
        out.flush();
        return findings.stream().anyMatch(finding -> strict || finding.code().isError()) ? 1 : 0;
    }

    private ObjectNode json(Finding finding) {
        return JSON.createObjectNode()
                .put("file", finding.place().file())
                .put("document", finding.place().document())
                .put("line", finding.place().line())
                .put("column", finding.place().column())
                .put("severity", finding.severity(strict))
                .put("code", finding.code().id())
                .put("path", finding.path())
                .put("text", finding.text());
    }
}
