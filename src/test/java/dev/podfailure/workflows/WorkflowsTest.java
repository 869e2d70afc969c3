package dev.podfailure.workflows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A workflow runs code of others with this repository's rights: pinned, and with as few rights as it needs. */
final class WorkflowsTest {
    private static final Path FOLDER = Path.of(".github", "workflows");

    @Test
    void passActionlint() throws Exception {
        assumeThatGoIsThere();
        assertThat(actionlint()).isEmpty();
    }

    /** Else the test above would pass whatever it is given. */
    @Test
    void wouldNotPassActionlintWithAMistake(@TempDir Path folder) throws Exception {
        assumeThatGoIsThere();
        Path broken = Files.writeString(folder.resolve("broken.yml"), """
                on: push
                jobs:
                  build:
                    runs-on: ubuntu-24.04
                    steps:
                      - run: echo ${{ nobody.knows }}
                """);
        assertThat(actionlint(broken.toString())).contains("undefined variable \"nobody\"");
    }

    static List<Path> workflows() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    @Test
    void areThoseThatTheDocumentationNames() throws IOException {
        assertThat(workflows())
                .extracting(Path::getFileName)
                .extracting(Path::toString)
                .containsExactly("build.yml", "release.yml", "test.yml");
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void pinEveryActionByItsCommit(Path workflow) throws IOException {
        assertThat(Files.readAllLines(workflow).stream()
                        .filter(line -> line.contains("uses:"))
                        .filter(line -> !line.contains("uses: ./")))
                .allSatisfy(line -> assertThat(line).matches(" +- uses: [\\w/-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+"));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void giveNoRightButToAJobThatNamesIt(Path workflow) throws IOException {
        JsonNode content = content(workflow);
        assertThat(content.path("permissions").isObject()).isTrue();
        assertThat(content.path("permissions")).isEmpty();
        assertThat(content.path("jobs"))
                .isNotEmpty()
                .allSatisfy(job -> assertThat(job.has("permissions")).isTrue());
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void neverRunStrangersCodeWithRights(Path workflow) throws IOException {
        assertThat(content(workflow).path("on").has("pull_request_target")).isFalse();
        if (!workflow.endsWith("release.yml")) {
            assertThat(Files.readString(workflow)).doesNotContain(": write", "secrets.");
        }
    }

    @Test
    void testWhatADeveloperTests() throws IOException {
        assertThat(Files.readString(FOLDER.resolve("test.yml"))).contains("run: .ci/run\n", "run: make lint\n");
        assertThat(Files.readString(Path.of(".ci", "run"))).endsWith("make test\n");
    }

    @Test
    void pinTheBaseOfTheImageByItsDigest() throws IOException {
        assertThat(Files.readAllLines(Path.of("Dockerfile")).stream().filter(line -> line.startsWith("FROM ")))
                .singleElement()
                .asString()
                .matches("FROM [a-z0-9./-]+:[a-z0-9.-]+@sha256:[0-9a-f]{64}");
    }

    /** Builds it, the first time. */
    private static String actionlint(String... files) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Stream.concat(Stream.of("bin/actionlint"), Stream.of(files))
                        .toList())
                // Where Go says what it downloads.
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        int code = process.waitFor();
        assertThat(code).as(output).isIn(0, 1);
        assertThat(code == 0).as(output).isEqualTo(output.isEmpty());
        return output;
    }

    private static void assumeThatGoIsThere() {
        boolean there = Pattern.compile(":")
                .splitAsStream(System.getenv("PATH"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "go")));
        assumeTrue(there || System.getenv("CI") != null, "without Go, actionlint cannot be built");
    }

    private static JsonNode content(Path workflow) throws IOException {
        return Serialization.unmarshal(Files.readString(workflow), JsonNode.class);
    }
}
