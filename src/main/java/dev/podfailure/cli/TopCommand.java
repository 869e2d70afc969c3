package dev.podfailure.cli;

import dev.podfailure.desk.Age;
import dev.podfailure.desk.AnnotatedFailure;
import dev.podfailure.desk.Columns;
import dev.podfailure.desk.FailureSignature;
import dev.podfailure.desk.Grouping;
import dev.podfailure.desk.MachineOutput;
import dev.podfailure.desk.PodPages;
import dev.podfailure.desk.PodSelection;
import dev.podfailure.desk.Tally;
import dev.podfailure.failure.PodFacts;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code podfailure top}. */
@Command(
        name = "top",
        description = {
            "Counts failed pods that exist, the most frequent first.",
            "",
            "  ${ROOT-COMMAND-NAME} top -A --by category --since 2h",
            "  ${ROOT-COMMAND-NAME} top -A --by label=team --category resources",
            "  ${ROOT-COMMAND-NAME} top -A --unmatched"
        },
        footer = {
            "",
            "--unmatched groups the pods that no rule explains by what they look like, with names, numbers, paths and"
                    + " identifiers taken out: the most frequent line is the next rule to write.",
            "Needs the right to list pods. Exit codes: 0; 1 the cluster refused or did not answer; 2 wrong options."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = PodfailureVersion.class)
final class TopCommand implements Callable<Integer> {
    enum Format {
        table,
        json
    }

    private static final String BY = "category, rule, node, namespace, owner or label=KEY";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final PodOptions pods = new PodOptions();

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            defaultValue = "category",
            converter = GroupingConverter.class,
            completionCandidates = GroupingNames.class,
            description = BY + ". Default: ${DEFAULT-VALUE}")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Grouping by;

    @Option(
            names = "--unmatched",
            description = "Count what unmatched pods look like: those with the default category, and those without any")
    private boolean unmatched;

    @Option(
            names = "--since",
            paramLabel = "AGE|TIME",
            converter = SinceConverter.class,
            description = "Only pods that were classified since: 2h, 30m, 2026-03-01T12:00:00Z")
    private @Nullable Instant since;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "0",
            description = "Most lines to print; 0 for all. Default: ${DEFAULT-VALUE}")
    private int limit;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, or json (one object a line). Default: ${DEFAULT-VALUE}")
    private Format output = Format.table;

    /** Reads {@code --by}. */
    static final class GroupingConverter implements ITypeConverter<Grouping> {
        @Override
        public Grouping convert(String text) {
            return Grouping.parse(text)
                    .orElseThrow(() -> new TypeConversionException("\"" + text + "\" is none of " + BY));
        }
    }

    /** What a shell can complete. */
    static final class GroupingNames extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        GroupingNames() {
            super(List.of("category", "rule", "node", "namespace", "owner", Grouping.LABEL));
        }
    }

    @Override
    public Integer call() {
        if (limit < 0) {
            throw new ParameterException(spec.commandLine(), "--limit is " + limit + ", expected 0 or more");
        }
        return cluster.run(this::top);
    }

    private int top(KubernetesClient client) {
        PodSelection selection = pods.selection(cluster, client);
        Tally tally = new Tally();
        new PodPages(client).failed(selection, pod -> count(pod, tally));
        List<Tally.Line> lines = tally.lines();
        List<Tally.Line> shown = limit == 0 ? lines : lines.subList(0, Math.min(limit, lines.size()));
        PrintWriter out = spec.commandLine().getOut();
        if (output == Format.json) {
            MachineOutput machine = new MachineOutput(out);
            shown.forEach(machine::json);
        } else if (shown.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("No " + (unmatched ? "unmatched" : "annotated") + " failed pods found in "
                            + selection.place() + ".");
        } else {
            table(shown, tally.total())
                    .print(out, spec.commandLine().getColorScheme().ansi());
        }
        return 0;
    }

    private void count(Pod pod, Tally tally) {
        Optional<AnnotatedFailure> decision = AnnotatedFailure.of(pod);
        Instant at =
                decision.map(failure -> Instant.parse(failure.classifiedAt())).orElse(Instant.EPOCH);
        if (since != null && at.isBefore(since)) {
            return;
        }
        if (!unmatched) {
            decision.filter(pods::includes)
                    .ifPresent(
                            failure -> tally.add(by.keyOf().apply(failure), failure.namespace(), failure.name(), at));
        } else if (decision.isEmpty() ? !pods.hasCategory() : isDefault(decision.get())) {
            tally.add(
                    List.of(FailureSignature.of(PodFacts.of(pod, List.of()))),
                    pod.getMetadata().getNamespace(),
                    pod.getMetadata().getName(),
                    at);
        }
    }

    private boolean isDefault(AnnotatedFailure failure) {
        return failure.rule().isEmpty() && pods.includes(failure);
    }

    private Columns table(List<Tally.Line> lines, long total) {
        List<String> header = new ArrayList<>(List.of("PODS", "SHARE", "NAMESPACES", "LATEST"));
        header.addAll(unmatched ? List.of("EXAMPLE", "SIGNATURE") : by.columns());
        Columns table = new Columns(header);
        Instant now = Instant.now();
        for (Tally.Line line : lines) {
            List<String> row = new ArrayList<>(List.of(
                    Long.toString(line.pods()),
                    String.format(Locale.ROOT, "%.0f%%", 100.0 * line.pods() / total),
                    Integer.toString(line.namespaces()),
                    Age.of(Instant.parse(line.latest()), now)));
            if (unmatched) {
                row.add(line.example());
            }
            row.addAll(line.key());
            table.add(row);
        }
        return table;
    }
}
