package dev.podfailure.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a JVM loads for a command: whoever asks about files does not wait for the operator's libraries. */
class LauncherTest {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    @ParameterizedTest
    @ValueSource(strings = {"--help", "classify --help", "get --help", "watch --help"})
    void loadsNoLibraryOfTheOperatorForItsHelp(String arguments) throws IOException, InterruptedException {
        assertThat(classesLoadedFor(arguments.split(" ")))
                .contains("dev.podfailure.cli.PodfailureCommand")
                .noneMatch(name -> name.startsWith("io.grpc.")
                        || name.startsWith("io.javaoperatorsdk.")
                        || name.startsWith("io.micrometer.")
                        || name.startsWith("ch.qos.logback."));
    }

    @Test
    void knowsWhatItLooksFor() throws IOException, InterruptedException {
        assertThat(classesLoadedFor("watch", "--address", "127.0.0.1:1", "--stop-at-end"))
                .anyMatch(name -> name.startsWith("io.grpc."));
    }

    private static List<String> classesLoadedFor(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                JAVA.toString(),
                "-Xlog:class+load:stdout",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.podfailure.cli.PodfailureCommand"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> loaded = new String(process.getInputStream().readAllBytes(), UTF_8)
                .lines()
                .filter(line -> line.contains(" source: "))
                .map(line -> line.substring(0, line.indexOf(" source: ")).replaceFirst("^.*] ?", ""))
                .toList();
        process.waitFor();
        return loaded;
    }
}
