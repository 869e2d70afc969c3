package dev.podfailure.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code podfailure completion}. */
@Command(
        name = "completion",
        description = {
            "Prints a script that lets a shell complete commands and options.",
            "",
            "  bash:  source <(podfailure completion bash)",
            "  zsh:   source <(podfailure completion zsh)",
            "",
            "For 'kubectl podfailure', put bin/kubectl_complete-podfailure beside kubectl-podfailure in a folder of PATH;"
                    + " kubectl's own completion asks it."
        },
        mixinStandardHelpOptions = true,
        versionProvider = PodfailureVersion.class)
final class CompletionCommand implements Callable<Integer> {
    enum Shell {
        bash,
        zsh
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell = Shell.bash;

    @Override
    public Integer call() {
        String script = AutoComplete.bash("podfailure", spec.root().commandLine());
        // One script for both: it makes zsh understand bash's way. The line lets zsh find it in a folder of fpath, too.
        spec.commandLine().getOut().print(shell == Shell.zsh ? "#compdef podfailure\n" + script : script);
        return 0;
    }
}
