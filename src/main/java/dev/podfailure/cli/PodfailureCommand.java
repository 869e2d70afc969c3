package dev.podfailure.cli;

import picocli.CommandLine;

/** {@code podfailure}: the entry point. */
@CommandLine.Command(name = "podfailure", mixinStandardHelpOptions = true)
public final class PodfailureCommand {
    private PodfailureCommand() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new PodfailureCommand()).execute(args));
    }
}
