package dev.podfailure.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What kubectl asks a plug-in for: how the last word of a command line could go on. */
@Command(
        name = "__complete",
        hidden = true,
        description = "Prints how the last of these words could go on, as kubectl wants to know it.")
final class CompleteCommand implements Callable<Integer> {
    /** The shell may offer files where there is no better idea. */
    private static final String DEFAULT_DIRECTIVE = ":0";

    /** The candidates are all that there is. */
    private static final String NO_FILES_DIRECTIVE = ":4";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "WORD", arity = "0..*", description = "The words after the program's name")
    private List<String> words = List.of();

    @Override
    public Integer call() {
        List<String> typed = words.isEmpty() ? List.of("") : words;
        String last = typed.getLast();
        List<CharSequence> endings = new ArrayList<>();
        AutoComplete.complete(
                spec.root(), typed.toArray(String[]::new), typed.size() - 1, last.length(), last.length(), endings);
        PrintWriter out = spec.commandLine().getOut();
        endings.stream()
                .map(ending -> last + ending)
                .filter(candidate -> !candidate.startsWith("__"))
                .sorted()
                .distinct()
                .forEach(candidate -> out.print(candidate + "\n"));
        out.print((endings.isEmpty() ? DEFAULT_DIRECTIVE : NO_FILES_DIRECTIVE) + "\n");
        return 0;
    }
}
