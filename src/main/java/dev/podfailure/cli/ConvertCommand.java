package dev.podfailure.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podfailure.convert.AncestorConverter;
import dev.podfailure.convert.Conversion;
import dev.podfailure.convert.ConversionSettings;
import dev.podfailure.convert.RuleSetYaml;
import dev.podfailure.files.Documents;
import dev.podfailure.files.InvalidInputException;
import dev.podfailure.rules.RuleLimits;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code podfailure convert}. */
@Command(
        name = "convert",
        description = {
            "Turns the errorCategories of an Armada executor's configuration into a rule set on standard output.",
            "",
            "  podfailure convert executor.yaml > rules.yaml",
            "  kubectl get configmap executor -o jsonpath='{.data.config\\.yaml}' | podfailure convert -"
        },
        footer = {
            "",
            "What is mapped, dropped or has no counterpart is named on standard error with file, line and column;"
                    + " docs/from-armada.md tells why.",
            "",
            "Exit codes: 0; 2 for wrong options, for input that cannot be read, and for a configuration that the executor"
                    + " refuses."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = PodfailureVersion.class)
final class ConvertCommand implements Callable<Integer> {
    private static final int MAX_NAME = 59;
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE|-",
            description = "A YAML or JSON file with errorCategories at any depth, such as the executor's own file or"
                    + " the values of its chart; - is standard input")
    private String file = "";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "armada",
            description = "metadata.name of the rule set. Default: ${DEFAULT-VALUE}")
    private String name = "";

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            defaultValue = "podfailure-system",
            description =
                    "metadata.namespace of the rule set; in the operator's own namespace it applies to the pods of"
                            + " all. Default: ${DEFAULT-VALUE}")
    private String namespace = "";

    @Option(
            names = "--priority",
            paramLabel = "N",
            defaultValue = "0",
            description = "spec.priority of the rule set, -1000 to 1000; higher is asked first. Default:"
                    + " ${DEFAULT-VALUE}")
    private int priority;

    private final InputStream standardInput;

    ConvertCommand(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    @Override
    public Integer call() {
        checkOptions();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            Conversion conversion = new AncestorConverter(new ConversionSettings(name, namespace, priority))
                    .convert(file, Documents.read(file, standardInput));
            conversion.remarks().forEach(err::println);
            String separator = "";
            for (ObjectNode ruleSet : conversion.ruleSets()) {
                out.print(separator + RuleSetYaml.of(ruleSet));
                separator = "---\n";
            }
            return conversion.isRefused() ? spec.exitCodeOnInvalidInput() : 0;
        } catch (InvalidInputException e) {
            err.println("podfailure: " + e.getMessage());
            return spec.exitCodeOnInvalidInput();
        } finally {
            out.flush();
        }
    }

    private void checkOptions() {
        checkName("--name", name);
        checkName("--namespace", namespace);
        if (priority < RuleLimits.MIN_PRIORITY || priority > RuleLimits.MAX_PRIORITY) {
            throw new ParameterException(spec.commandLine(), "--priority must be from -1000 to 1000");
        }
    }

    private void checkName(String option, String value) {
        if (value.length() > MAX_NAME || !NAME.matcher(value).matches()) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " must be of lower-case letters, digits, '-' and '.', at most " + MAX_NAME
                            + " characters");
        }
    }
}
