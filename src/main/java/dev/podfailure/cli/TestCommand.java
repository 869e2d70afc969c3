package dev.podfailure.cli;

import dev.podfailure.failure.EscapedText;
import dev.podfailure.files.InvalidInputException;
import dev.podfailure.ruletest.JUnitReport;
import dev.podfailure.ruletest.RuleTests;
import dev.podfailure.ruletest.TestReport;
import dev.podfailure.ruletest.TestSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code podfailure test}. */
@Command(
        name = "test",
        description = {
            "Tests rules: asks them about pods, and compares the answers with what is expected.",
            "",
            "  ruleSets: ['../rules/*.yaml']      # relative to this file",
            "  operatorNamespace: podfailure-system",
            "  cases:",
            "  - name: a full disk",
            "    podFile: pods/disk-full.yaml     # or the pod itself: pod: {metadata: ..., status: ...}",
            "    events: []",
            "    expect: {outcome: Matched, category: data, subcategory: disk, rule: batch/importer/disk-full}",
            "",
            "outcome is one of Matched, Default, Unmatched, Ignored, NotFailed, DeletedOnPurpose."
        },
        footer = {
            "",
            "Exit codes: 0 every case passed; 1 a case failed; 2 wrong options, a file that cannot be read, an unknown"
                    + " field, rule set or rule, a pattern that finds no file, a case without an expectation."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = PodfailureVersion.class)
final class TestCommand implements Callable<Integer> {
    private static final int FAILED = 1;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files with rule tests, YAML or JSON")
    private List<String> files = List.of();

    @Option(names = "--coverage", description = "Tell which rules won in no case")
    private boolean coverage;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write a report in the XML of JUnit, too")
    private @Nullable Path junit;

    @Option(
            names = "--library",
            description = "Test beside the rule library that comes with this program, as in a cluster that uses it")
    private boolean library;

    @Option(
            names = "--default-category",
            paramLabel = "CATEGORY",
            defaultValue = "uncategorized",
            description = "As of the operator: category of a pod that no rule matches when no applicable rule set has a"
                    + " defaultCategory. Default: ${DEFAULT-VALUE}")
    private String defaultCategory = "";

    @Mixin
    private final TenantOptions tenants = new TenantOptions();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            RuleTests tests = RuleTests.read(
                    files, new TestSettings(library, defaultCategory, tenants.priorityLimit(), tenants.ignore()));
            tests.remarks().forEach(remark -> err.println(EscapedText.of(remark)));
            TestReport report = tests.run();
            report.print(out);
            if (coverage) {
                report.printCoverage(out);
            }
            if (junit != null) {
                JUnitReport.write(report, junit);
            }
            return report.passed() ? 0 : FAILED;
        } catch (InvalidInputException e) {
            err.println("podfailure: " + e.getMessage());
            return spec.exitCodeOnInvalidInput();
        } catch (IOException e) {
            err.println("podfailure: --junit " + junit + " cannot be written: " + e.getMessage());
            return spec.exitCodeOnInvalidInput();
        } finally {
            out.flush();
        }
    }
}
