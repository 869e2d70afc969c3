package dev.podfailure.cli;

import dev.podfailure.desk.Age;
import dev.podfailure.desk.AnnotatedFailure;
import dev.podfailure.desk.Columns;
import dev.podfailure.desk.MachineOutput;
import dev.podfailure.desk.PodPages;
import dev.podfailure.desk.PodSelection;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code podfailure get}. */
@Command(
        name = "get",
        description = {
            "Lists failed pods and why they failed, as the operator wrote it on them.",
            "",
            "  ${ROOT-COMMAND-NAME} get -A --category infrastructure",
            "  ${ROOT-COMMAND-NAME} get -n batch -l app=importer -o wide"
        },
        footer = {
            "",
            "AGE is the time since the pod was classified. json prints one object a line, yaml one document a pod.",
            "Needs the right to list pods. Exit codes: 0; 1 the cluster refused or did not answer; 2 wrong options."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = PodfailureVersion.class)
final class GetCommand implements Callable<Integer> {
    enum Format {
        table,
        wide,
        json,
        yaml,
        name
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final PodOptions pods = new PodOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, wide, json, yaml or name. Default: ${DEFAULT-VALUE}")
    private Format output = Format.table;

    @Override
    public Integer call() {
        return cluster.run(this::get);
    }

    private int get(KubernetesClient client) {
        PrintWriter out = spec.commandLine().getOut();
        PodSelection selection = pods.selection(cluster, client);
        Columns table = new Columns(header());
        Instant now = Instant.now();
        MachineOutput machine = new MachineOutput(out);
        new PodPages(client)
                .failed(
                        selection,
                        pod -> AnnotatedFailure.of(pod).filter(pods::includes).ifPresent(failure -> {
                            switch (output) {
                                case json -> machine.json(failure);
                                case yaml -> machine.yaml(failure);
                                case name -> machine.line("pod/" + failure.name());
                                case table, wide -> table.add(row(failure, now));
                            }
                        }));
        if (!table.isEmpty()) {
            table.print(out, spec.commandLine().getColorScheme().ansi());
        } else if (output == Format.table || output == Format.wide) {
            spec.commandLine().getErr().println("No annotated failed pods found in " + selection.place() + ".");
        }
        return 0;
    }

    private List<String> header() {
        List<String> header = new ArrayList<>(List.of("NAMESPACE", "POD", "CATEGORY", "SUBCATEGORY", "RULE", "AGE"));
        if (output == Format.wide) {
            header.addAll(List.of("NODE", "OWNER", "RESPONSIBLE", "RETRY", "EVIDENCE"));
        }
        return header;
    }

    private List<String> row(AnnotatedFailure failure, Instant now) {
        List<String> row = new ArrayList<>(List.of(
                failure.namespace(),
                failure.name(),
                failure.category(),
                failure.subcategory(),
                failure.rule().isEmpty() ? "(default)" : failure.rule(),
                Age.of(Instant.parse(failure.classifiedAt()), now)));
        if (output == Format.wide) {
            row.addAll(List.of(
                    failure.node(), failure.owner(), failure.responsible(), failure.retry(), failure.evidence()));
        }
        return row;
    }
}
