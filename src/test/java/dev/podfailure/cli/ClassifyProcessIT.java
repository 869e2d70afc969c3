package dev.podfailure.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program at the desk: what the jar carries, what a pipe does to it, and how little memory it needs. */
class ClassifyProcessIT {
    private static final String CONTAINER =
            "\"status\":{\"phase\":\"Failed\",\"containerStatuses\":[{\"name\":\"main\","
                    + "\"state\":{\"terminated\":{\"exitCode\":137,\"reason\":\"OOMKilled\"}}}]}";

    @TempDir
    Path folder;

    @Test
    void theLibraryIsInTheJar() throws Exception {
        Path pods = pods(3, false);

        assertThat(shell("classify --library --pods - -o json < " + pods)).isZero();
        assertThat(output())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line)
                        .contains("\"category\":\"memory\"", "\"rule\":\"podfailure-system/library-20-memory/"));
    }

    @Test
    void aClosedPipeEndsItQuietly() throws Exception {
        Path pods = pods(20_000, false);

        assertThat(shell("classify --library --pods - -o json < " + pods + " | head -n 1; exit ${PIPESTATUS[0]}"))
                .isZero();
        assertThat(output()).hasSize(1);
        assertThat(Files.readString(folder.resolve("err"))).isEmpty();
    }

    /** 150,000 pods take more than 500 MB as objects of any kind, and 40 MB as text. */
    @Test
    void aListOfAnyLengthNeedsTheMemoryOfOnePod() throws Exception {
        Path pods = pods(150_000, false);

        assertThat(shell("classify --library --pods - -o json < " + pods, "-Xmx64m"))
                .isZero();
        assertThat(output()).hasSize(150_000);
    }

    @Test
    void soDoesAListInYaml() throws Exception {
        Path pods = pods(30_000, true);

        assertThat(shell("classify --library --pods " + pods + " -o json", "-Xmx64m"))
                .isZero();
        assertThat(output()).hasSize(30_000);
    }

    @Test
    void testsOfRulesRunFromTheJar() throws Exception {
        assertThat(shell("test examples/library/tests/20-memory.yaml")).isZero();
        assertThat(output().getLast()).endsWith(" 0 failed");
    }

    private Path pods(int count, boolean yaml) throws IOException {
        Path file = folder.resolve(yaml ? "pods.yaml" : "pods.json");
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write(yaml ? "apiVersion: v1\nitems:\n" : "{\"apiVersion\":\"v1\",\"items\":[\n");
            for (int i = 0; i < count; i++) {
                String pod = "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"p" + i + "\",\"namespace\":\"a\",\"uid\":\"u"
                        + i + "\"}," + CONTAINER + "}";
                writer.write(yaml ? "- " + pod + "\n" : (i == 0 ? "" : ",\n") + pod);
            }
            writer.write(yaml ? "kind: List\n" : "],\"kind\":\"List\"}");
        }
        return file;
    }

    private int shell(String arguments, String... javaOptions) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", "bin/podfailure " + arguments)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("JAVA_OPTS", String.join(" ", javaOptions));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private List<String> output() throws IOException {
        return Files.readAllLines(folder.resolve("out"), UTF_8);
    }
}
