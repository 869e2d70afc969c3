package dev.podfailure.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.rig.PodRecord;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What README and docs/cli.md show of classify and test is what they do. */
class DeskDocumentationTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(--[a-z-]+)` \\|");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"classify", "test"})
    void listsEveryOptionOfACommandAndNoOther(String command) throws IOException {
        Set<String> options = new TreeSet<>();
        PodfailureCommand.commandLine(Map.of(), InputStream.nullInputStream())
                .getSubcommands()
                .get(command)
                .getCommandSpec()
                .options()
                .forEach(option -> options.add(option.longestName()));
        options.removeAll(Set.of("--help", "--version"));

        assertThat(ROW.matcher(section(command)).results().map(row -> row.group(1)))
                .containsExactlyInAnyOrderElementsOf(options);
    }

    @Test
    void theFirstMinuteIsAsTheReadmeTells() throws IOException {
        List<String> items = new ArrayList<>();
        for (String name : List.of(
                "oom-limit",
                "evicted-emptydir-size-limit",
                "exit-42",
                "image-unauthorized",
                "preempted-by-scheduler",
                "kill9-self-exit-137",
                "mount-deadline-exceeded",
                "delete-running-term-143")) {
            items.add(new KubernetesSerialization()
                    .asJson(PodRecord.load(name).versions().getLast()));
        }
        String list = "{\"apiVersion\":\"v1\",\"items\":[" + String.join(",", items) + "],\"kind\":\"List\"}";

        run(list, "classify", "--library", "--pods", "-");

        assertThat(Files.readString(Path.of("README.md"))).contains("```\n" + out + err + "```\n");
    }

    @Test
    void theTestOfThePageFailsAsThePageTells(@TempDir Path folder) throws IOException {
        for (String name : List.of("rules", "pods", "tests")) {
            Files.createDirectories(folder.resolve(name));
        }
        Files.writeString(folder.resolve("tests/importer.yaml"), block("yaml"));
        Files.writeString(folder.resolve("rules/importer.yaml"), """
                apiVersion: podfailure.dev/v1alpha1
                kind: FailureCategoryRuleSet
                metadata: {name: importer, namespace: batch}
                spec:
                  rules:
                  - {name: full, category: data, subcategory: disk, onTerminationMessage: {pattern: no space left}}
                  - {name: quota, category: data, subcategory: quota, onTerminationMessage: {pattern: quota exceeded}}
                """);
        Files.writeString(folder.resolve("pods/full.yaml"), """
                kind: Pod
                metadata: {name: x, namespace: batch}
                status:
                  phase: Failed
                  containerStatuses: [{name: main, state: {terminated: {exitCode: 3, message: disk quota exceeded}}}]
                """);

        int exitCode = run("", "test", folder.resolve("tests/importer.yaml").toString());

        assertThat(exitCode).isEqualTo(1);
        assertThat(out.toString().replace(folder + "/", "")).isEqualTo(block(""));
    }

    private static String section(String command) throws IOException {
        String page = Files.readString(Path.of("docs", "cli.md"));
        return Stream.of(page.split("(?m)^## "))
                .filter(section -> section.startsWith(command + "\n"))
                .collect(Collectors.joining());
    }

    /** The first block of a language in the section about tests. */
    private static String block(String language) throws IOException {
        return Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$")
                .matcher(section("test"))
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .findFirst()
                .orElseThrow();
    }

    private int run(String input, String... arguments) {
        return PodfailureCommand.commandLine(Map.of(), new ByteArrayInputStream(input.getBytes(UTF_8)))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
