package dev.podfailure.cli;

import dev.podfailure.desk.MachineOutput;
import dev.podfailure.tls.UnusableFileException;
import dev.podfailure.watch.EventLine;
import dev.podfailure.watch.EventRecord;
import dev.podfailure.watch.OperatorStream;
import dev.podfailure.watch.StreamAddress;
import dev.podfailure.watch.StreamRefusedException;
import dev.podfailure.watch.WatchListener;
import dev.podfailure.watch.WatchSelection;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code podfailure watch}. */
@Command(
        name = "watch",
        description = {
            "Follows the operator's event stream: one line for each failure, as it is classified.",
            "",
            "  kubectl -n podfailure-system port-forward service/podfailure-grpc 9090 &",
            "  ${ROOT-COMMAND-NAME} watch --snapshot --category infrastructure --token-file token",
            "",
            "The token is one of a service account that may watch failureevents.podfailure.dev:",
            "",
            "  kubectl -n NAMESPACE create token NAME --audience podfailure.dev > token"
        },
        footer = {
            "",
            "A connection that breaks is made again and goes on from where it was. Where events were lost, or may have"
                    + " been, a line says so. An event that comes twice is shown once.",
            "Exit codes: 0 after Ctrl-C, at the end of --stop-at-end, and when nobody reads"
                    + " the output any more; 1 the operator refused or cannot be reached; 2 wrong options."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = PodfailureVersion.class)
final class WatchCommand implements Callable<Integer> {
    enum Format {
        text,
        json
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private StreamOptions stream = new StreamOptions();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            split = ",",
            description = "Failures in these namespaces only. Default: all")
    private List<String> namespaces = List.of();

    @Option(
            names = "--category",
            paramLabel = "CATEGORY[/SUBCATEGORY]",
            split = ",",
            description = "Failures of these categories only. Default: all")
    private List<String> categories = List.of();

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "SELECTOR",
            defaultValue = "",
            description = "Failures of pods with these labels only, if the operator passes them on")
    private String selector = "";

    @ArgGroup
    private @Nullable Start start;

    /** Where to begin. */
    static final class Start {
        @Option(names = "--snapshot", description = "Begin with every annotated failed pod that exists")
        private boolean snapshot;

        @Option(
                names = "--since",
                paramLabel = "AGE|TIME",
                converter = SinceConverter.class,
                description = "Begin with what was classified since: 2h, 30m, 2026-03-01T12:00:00Z")
        private @Nullable Instant since;
    }

    @Option(
            names = "--stop-at-end",
            description = "End once everything is told that was known at the start, instead of waiting for more")
    private boolean stopAtEnd;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, or json: one object a line, with type event or gap. Default: ${DEFAULT-VALUE}")
    private Format output = Format.text;

    @Override
    public Integer call() throws InterruptedException {
        StreamAddress address = stream.address();
        // The JVM would exit with 130. What was told is printed by then: each line is flushed.
        Thread interrupted = new Thread(() -> Runtime.getRuntime().halt(0), "interrupted");
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            OperatorStream.follow(address, selection(), new Printer());
            return 0;
        } catch (UnusableFileException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        } catch (StreamRefusedException e) {
            spec.commandLine().getErr().println("podfailure: " + e.getMessage());
            return 1;
        } finally {
            Runtime.getRuntime().removeShutdownHook(interrupted);
        }
    }

    private WatchSelection selection() {
        return new WatchSelection(
                namespaces,
                categories,
                selector,
                start != null && start.snapshot,
                start == null ? null : start.since,
                stopAtEnd);
    }

    /** Prints as it comes, and looks each time whether anybody still reads. */
    private final class Printer implements WatchListener {
        private final PrintWriter out = spec.commandLine().getOut();
        private final Ansi colours = spec.commandLine().getColorScheme().ansi();
        private final MachineOutput machine = new MachineOutput(out);
        private boolean listening = true;

        @Override
        public void failure(EventRecord.Failure failure) {
            if (output == Format.json) {
                machine.json(failure);
            } else {
                machine.line(EventLine.of(failure));
            }
            listening = !out.checkError();
        }

        @Override
        public void loss(EventRecord.Loss loss) {
            if (output == Format.json) {
                machine.json(loss);
            } else {
                machine.line(colours.string("@|yellow " + EventLine.of(loss) + "|@"));
            }
            listening = !out.checkError();
        }

        @Override
        public void notice(String message) {
            spec.commandLine().getErr().println("podfailure: " + message);
        }

        @Override
        public boolean isListening() {
            return listening;
        }
    }
}
