package dev.podfailure.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code podfailure explain}. */
@Command(
        name = "explain",
        description = "Explains why a pod has its category.",
        subcommands = ExplainPodCommand.class,
        mixinStandardHelpOptions = true,
        versionProvider = PodfailureVersion.class)
final class ExplainCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to explain: pod NAME");
    }
}
