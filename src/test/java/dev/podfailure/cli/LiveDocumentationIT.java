package dev.podfailure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.operator.FailingPods;
import dev.podfailure.operator.RunningOperator;
import dev.podfailure.operator.StoredRuleSets;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.RequiresControlPlane;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/cli.md shows of a live cluster is what the commands print there, up to ages and the width of columns. */
@RequiresControlPlane
class LiveDocumentationIT {
    private static final String RULES = """
            defaultCategory: uncategorized
            defaultSubcategory: no-rule-matched
            rules:
            - {name: disk, category: data, subcategory: disk, onTerminationMessage: {pattern: no space}}
            - {name: three, category: user, subcategory: input, onExitCodes: {operator: In, values: [3]}}
            """;

    /** A command after a prompt, and what it prints: all indented lines that follow. */
    private static final Pattern EXAMPLE = Pattern.compile("(?m)^ {4}\\$ podfailure (.+)\n((?: {4}.*\n|\n(?= {4}))+)");

    private static final Pattern AGE = Pattern.compile("\\b(?:\\d+[dhms])+\\b");

    private static Path kubeconfig;
    private static RunningOperator operator;

    record Example(String command, String output) {
        @Override
        public String toString() {
            return command;
        }
    }

    @BeforeAll
    static void install(ControlPlane plane) {
        kubeconfig = plane.kubeconfig();
        RunningOperator.install(plane);
        plane.createNamespace("batch");
        operator = RunningOperator.start(plane);
        new StoredRuleSets(plane).apply(RunningOperator.NAMESPACE, "platform", RULES);
        FailingPods pods = new FailingPods(plane.admin(), "batch");
        pods.fail("full-1", 1, "no space left on /data/1");
        pods.fail("three-1", 3);
        pods.fail("odd-1", 9, "cannot reach 10.0.0.1:80");
        pods.fail("odd-2", 9, "cannot reach 10.0.0.2:80");
        pods.awaitRecords("full-1", "three-1", "odd-1", "odd-2");
    }

    @AfterAll
    static void stop() {
        operator.close();
    }

    static Stream<Example> examples() throws IOException {
        List<Example> examples = EXAMPLE.matcher(Files.readString(Path.of("docs", "cli.md")))
                .results()
                .map(found -> new Example(found.group(1), found.group(2)))
                .toList();
        assertThat(examples).hasSizeGreaterThanOrEqualTo(4);
        return examples.stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void printsWhatThePageShows(Example example) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();

        int exitCode = PodfailureCommand.commandLine(Map.of(), InputStream.nullInputStream())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(
                        Stream.concat(Stream.of(example.command().split(" +")), Stream.of("--kubeconfig=" + kubeconfig))
                                .toArray(String[]::new));

        assertThat(exitCode).as(err.toString()).isZero();
        assertThat(compared(out.toString())).as("%s", out).isEqualTo(compared(example.output()));
    }

    /** Which of two like pods stands for both depends on the second in which they were decided. */
    private static List<String> compared(String text) {
        return AGE.matcher(text.replace("batch/odd-2  ", "batch/odd-1  "))
                .replaceAll("AGE")
                .lines()
                .map(line -> line.strip().replaceAll(" +", " "))
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
