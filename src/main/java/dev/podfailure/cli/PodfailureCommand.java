package dev.podfailure.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code podfailure}: the entry point. */
@Command(
        name = "podfailure",
        description = "Says why a pod failed.",
        mixinStandardHelpOptions = true,
        versionProvider = PodfailureVersion.class,
        subcommands = {
            OperatorCommand.class,
            ExplainCommand.class,
            GetCommand.class,
            TopCommand.class,
            WatchCommand.class,
            CompletionCommand.class,
            CompleteCommand.class
        })
public final class PodfailureCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private PodfailureCommand() {}

    public static void main(String[] args) {
        // Always UTF-8: what is printed is read by other programs, whatever the locale.
        PrintWriter out = new PrintWriter(new BufferedWriter(new OutputStreamWriter(new StandardOutput(), UTF_8)));
        if (args.length == 0 || !args[0].equals("operator")) {
            silenceLogs();
        }
        int exitCode = commandLine(System.getenv(), System.in)
                .setCommandName(System.getProperty("podfailure.command", "podfailure"))
                .setOut(out)
                .execute(args);
        out.flush();
        System.exit(exitCode);
    }

    /** What libraries log is for operators: whoever types a command gets answers, and starts faster without logs. */
    static void silenceLogs() {
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
    }

    /** The whole command line, with defaults from these environment variables. */
    static CommandLine commandLine(Map<String, String> environment, InputStream standardInput) {
        CommandLine commandLine = new CommandLine(new PodfailureCommand())
                .addSubcommand(new ClassifyCommand(standardInput))
                .addSubcommand(new ReclassifyCommand(standardInput))
                .addSubcommand(new TestCommand())
                .addSubcommand(new ConvertCommand(standardInput))
                .addSubcommand(new LintCommand(standardInput))
                .setDefaultValueProvider(new EnvironmentDefaults(environment))
                .registerConverter(java.time.Duration.class, new DurationConverter())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
        commandLine.setParameterExceptionHandler(PodfailureCommand::explain);
        return commandLine;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int explain(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("podfailure: " + e.getMessage());
        err.println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }
}
