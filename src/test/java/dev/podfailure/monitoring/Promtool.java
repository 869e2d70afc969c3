package dev.podfailure.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Prometheus' own checker, of the Debian package "prometheus". */
record Promtool(Path program) {

    /** The one on the PATH. Without it the test is skipped; with {@code CI=true} it fails. */
    static Promtool find() {
        List<Path> found = Stream.of(System.getenv("PATH").split(":", -1))
                .map(folder -> Path.of(folder, "promtool"))
                .filter(Files::isExecutable)
                .toList();
        if ("true".equals(System.getenv("CI"))) {
            assertThat(found).as("promtool (apt-get install prometheus)").isNotEmpty();
        }
        assumeTrue(!found.isEmpty(), "skipped: promtool is not there (apt-get install prometheus)");
        return new Promtool(found.getFirst());
    }

    /** Runs it in a folder; whatever it complains about fails the test. */
    void run(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
