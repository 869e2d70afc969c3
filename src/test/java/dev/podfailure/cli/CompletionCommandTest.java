package dev.podfailure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionCommandTest {
    private final StringWriter out = new StringWriter();

    @ParameterizedTest
    @CsvSource({"bash, #!/usr/bin/env bash", "zsh, #compdef podfailure"})
    void printsAScriptThatKnowsEveryCommand(String shell, String firstLine) {
        assertThat(run("completion", shell)).isZero();

        assertThat(out.toString())
                .startsWith(firstLine + "\n")
                .contains("complete -F _complete_podfailure", "explain", "reclassify", "--all-namespaces")
                .doesNotContain("__complete -");
    }

    @Test
    void refusesAShellThatItDoesNotKnow() {
        assertThat(run("completion", "fish")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "recl, reclassify, :4",
        "get --cat, --category, :4",
        "top --by na, namespace, :4",
        "explain po, pod, :4",
        "get -o y, yaml, :4"
    })
    void completesForKubectl(String words, String candidate, String directive) {
        assertThat(run(Stream.concat(Stream.of("__complete", "--"), Stream.of(words.split(" ")))
                        .toArray(String[]::new)))
                .isZero();

        List<String> lines = out.toString().lines().toList();
        assertThat(lines.getLast()).isEqualTo(directive);
        assertThat(lines).contains(candidate);
    }

    @Test
    void offersCommandsAtTheBeginning() {
        assertThat(run("__complete", "--", "")).isZero();

        assertThat(out.toString().lines()).contains("get", "watch", "classify").doesNotContain("__complete");
    }

    private int run(String... arguments) {
        return PodfailureCommand.commandLine(Map.of(), InputStream.nullInputStream())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(new StringWriter(), true))
                .execute(arguments);
    }
}
