package dev.podfailure.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.rig.WatchedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The packaged program, started through {@code bin/podfailure} as users start it, with everything that it printed. */
final class LaunchedOperator implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(90);

    /** What a replica prints when it begins to lead. */
    static final String LEADING = "Leading: this replica writes";

    /** What the program may print: log lines of one line each, and what it says about its command line. */
    private static final Pattern READABLE = Pattern.compile(
            "\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z (INFO |WARN |ERROR) \\w+ .*" + "|podfailure: .*" + "|See 'podfailure.*");

    private final WatchedProcess process;
    private final Path output;

    private LaunchedOperator(WatchedProcess process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Runs {@code podfailure} with these arguments. */
    static LaunchedOperator run(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of("bin/podfailure"));
        command.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile("podfailure-", ".log");
            output.toFile().deleteOnExit();
            return new LaunchedOperator(
                    WatchedProcess.start("podfailure", command, environment, output, Path.of("")), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs {@code podfailure operator} on a cluster, with free ports, short waits and a stream that is open to all. Later
     * options win. */
    static LaunchedOperator operator(Path kubeconfig, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("operator", "--bind-address=127.0.0.1", "--rules-settle=1s", "--log-format=text"));
        arguments.addAll(List.of(options));
        return run(
                Map.of(
                        "KUBECONFIG",
                        kubeconfig.toString(),
                        "PODFAILURE_HTTP_PORT",
                        "0",
                        "PODFAILURE_GRPC_PORT",
                        "0",
                        "PODFAILURE_GRPC_AUTH",
                        "none",
                        "PODFAILURE_INSECURE_GRPC",
                        "true",
                        "JAVA_OPTS",
                        // It lives for seconds: most of what it costs is its start.
                        "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"),
                arguments.toArray(String[]::new));
    }

    LaunchedOperator awaitReady() {
        return awaitLine(" Ready ");
    }

    /** Waits until a line contains the text. */
    LaunchedOperator awaitLine(String text) {
        return awaitLines(text, 1);
    }

    /** Waits until so many lines contain the text. */
    LaunchedOperator awaitLines(String text, int count) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(count(text) >= count || !process.isAlive())
                        .as(() -> "lines with \"%s\" in:%n%s".formatted(text, output()))
                        .isTrue());
        assertThat(count(text)).as("lines with \"%s\" in:%n%s", text, output()).isGreaterThanOrEqualTo(count);
        return this;
    }

    /** How many lines contain the text. */
    long count(String text) {
        return lines().stream().filter(line -> line.contains(text)).count();
    }

    /** Waits until the process has ended by itself. Returns the exit code. */
    int awaitEnd() {
        assertThat(process.awaitEnd(PATIENCE)).as("ended, of:%n%s", output()).isTrue();
        return process.exitCode();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends SIGTERM. Returns the exit code: 137 if the process did not end within 10 s and had to be killed. */
    int stop() {
        return process.stop();
    }

    /** Sends a signal by its name, such as {@code STOP}. */
    void signal(String name) {
        process.signal(name);
    }

    /** Sends SIGKILL. */
    void kill() {
        process.kill();
    }

    /** Everything printed so far. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> lines() {
        return output().lines().toList();
    }

    /** Fails if the program printed anything but log lines and sentences, such as a stack trace. */
    void assertReadable() {
        assertThat(lines()).allSatisfy(line -> assertThat(line).matches(READABLE));
    }

    @Override
    public void close() {
        process.kill();
    }
}
