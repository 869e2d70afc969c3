package dev.podfailure.cli;

import dev.podfailure.desk.ExplanationPrinter;
import dev.podfailure.desk.MachineOutput;
import dev.podfailure.desk.NoSuchPodException;
import dev.podfailure.desk.PodExplainer;
import dev.podfailure.desk.PodExplanation;
import dev.podfailure.rules.CompilerOptions;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code podfailure explain pod}. */
@Command(
        name = "pod",
        aliases = {"pods", "po"},
        description = {
            "Tells what stands on a pod, what the rules of the cluster say of it now, and every rule that was asked, with"
                    + " the first matcher that did not hold and what it saw instead.",
            "",
            "  ${ROOT-COMMAND-NAME} explain pod import-7f9c8 -n batch"
        },
        footer = {
            "",
            "Reads with your own rights: the pod (get pods), rule sets of the operator's namespace and of the pod's (list"
                    + " failurecategoryrulesets), events (list events), the namespace (get namespaces). What you may not"
                    + " read is named, with what follows from it; only the pod is indispensable.",
            "What the operator remembered of earlier versions of the pod is not known here.",
            "Exit codes: 0; 1 the pod is not there or may not be read, or the cluster did not answer; 2 wrong options."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = PodfailureVersion.class)
final class ExplainPodCommand implements Callable<Integer> {
    enum Format {
        text,
        json,
        yaml
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Parameters(paramLabel = "NAME", description = "Name of the pod, or of its owner if that has no other pod")
    private String name = "";

    @Option(
            names = "--operator-namespace",
            paramLabel = "NAME",
            defaultValue = "podfailure-system",
            description = "--namespace of the operator. Default: ${DEFAULT-VALUE}")
    private String operatorNamespace = "";

    @Option(
            names = "--default-category",
            paramLabel = "CATEGORY",
            defaultValue = "uncategorized",
            description = "As of the operator. Default: ${DEFAULT-VALUE}")
    private String defaultCategory = "";

    @Option(
            names = "--tenant-priority-limit",
            paramLabel = "N",
            defaultValue = "0",
            description = "As of the operator. Default: ${DEFAULT-VALUE}")
    private int tenantPriorityLimit;

    @Option(names = "--tenant-ignore", description = "As of the operator")
    private boolean tenantIgnore;

    @Option(names = "--as-if-failed", description = "Ask about the pod whatever its phase, as if it had failed")
    private boolean asIfFailed;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json or yaml. Default: ${DEFAULT-VALUE}")
    private Format output = Format.text;

    @Override
    public Integer call() {
        return cluster.run(this::explain);
    }

    private int explain(KubernetesClient client) {
        CompilerOptions options = new CompilerOptions(operatorNamespace, tenantPriorityLimit, tenantIgnore);
        PodExplanation explanation;
        try {
            explanation = new PodExplainer(client, options, defaultCategory, asIfFailed)
                    .explain(cluster.namespace(client), name);
        } catch (NoSuchPodException e) {
            return cluster.fail(String.valueOf(e.getMessage()));
        }
        PrintWriter out = spec.commandLine().getOut();
        switch (output) {
            case json -> new MachineOutput(out).json(explanation);
            case yaml -> new MachineOutput(out).yaml(explanation);
            case text ->
                new ExplanationPrinter(out, spec.commandLine().getColorScheme().ansi(), Instant.now())
                        .print(explanation);
        }
        return 0;
    }
}
