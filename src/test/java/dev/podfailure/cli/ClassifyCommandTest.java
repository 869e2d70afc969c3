package dev.podfailure.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassifyCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RULES = """
            apiVersion: podfailure.dev/v1alpha1
            kind: FailureCategoryRuleSet
            metadata: {name: platform, namespace: podfailure-system}
            spec:
              defaultCategory: unexplained
              rules:
              - {name: rollout, category: none, outcome: Ignored, onExitCodes: {operator: In, values: [99]}}
              - {name: mount, category: storage, onPodEvents: {reason: FailedMount}}
              - name: full
                category: data
                subcategory: disk
                hint: Make room.
                responsible: user
                retry: Pointless
                onExitCodes: {operator: In, values: [3]}
                onTerminationMessage: {pattern: 'no space.*'}
            """;

    @TempDir
    Path folder;

    private Path rules = Path.of("");
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeRules() throws IOException {
        rules = Files.writeString(folder.resolve("rules.yaml"), RULES);
    }

    @Test
    void printsOneObjectALineWithItsKeysInOrder() {
        assertThat(json(pod("a", "Failed", 3, "no space left\\nhere")))
                .isEqualTo(List.of("{\"namespace\":\"batch\",\"name\":\"a\",\"uid\":\"uid-a\",\"category\":\"data\","
                        + "\"subcategory\":\"disk\",\"hint\":\"Make room.\",\"responsible\":\"user\","
                        + "\"retry\":\"Pointless\",\"rule\":\"podfailure-system/platform/full\","
                        + "\"outcome\":\"Matched\",\"evidence\":[{\"matcher\":\"onExitCodes\","
                        + "\"container\":\"main\",\"field\":\"exitCode\",\"value\":\"3\"},"
                        + "{\"matcher\":\"onTerminationMessage\",\"container\":\"main\",\"field\":\"message\","
                        + "\"value\":\"no space left\"}]}"));
    }

    @ParameterizedTest
    @CsvSource({
        "Failed, 99, x, Ignored, none",
        "Failed, 1, x, Default, unexplained",
        "Running, 3, no space, NotFailed, ''",
        "Succeeded, 0, '', NotFailed, ''"
    })
    void saysWhatBecameOfAPod(String phase, int exitCode, String message, String outcome, String category) {
        JsonNode answer = answer(pod("a", phase, exitCode, message));

        assertThat(answer.path("outcome").asText()).isEqualTo(outcome);
        assertThat(answer.path("category").asText()).isEqualTo(category);
        assertThat(answer.path("subcategory").isTextual()).isTrue();
    }

    @Test
    void aPodThatWasStoppedOnPurposeIsSaidToBe() {
        String stopped = pod("a", "Failed", 143, "")
                .replace(
                        "\"uid\":",
                        "\"deletionTimestamp\":\"2026-01-01T00:00:30Z\","
                                + "\"deletionGracePeriodSeconds\":30,\"uid\":");

        assertThat(answer(stopped).path("outcome").asText()).isEqualTo("DeletedOnPurpose");
    }

    @Test
    void allTreatsEveryPodAsFailed() {
        run(pod("a", "Running", 3, "no space"), "--all", "-o", "json");

        assertThat(out.toString()).contains("\"rule\":\"podfailure-system/platform/full\"");
    }

    @Test
    void eventsBelongToThePodOfTheirUid() throws IOException {
        Path events = Files.writeString(folder.resolve("events.yaml"), """
                apiVersion: v1
                kind: Event
                involvedObject: {uid: uid-a}
                reason: FailedMount
                type: Warning
                message: no such volume
                ---
                apiVersion: events.k8s.io/v1
                kind: Event
                regarding: {uid: uid-b}
                reason: FailedMount
                type: Warning
                note: no such volume
                """);

        int exitCode = run(
                pod("a", "Failed", 1, "") + pod("b", "Failed", 1, "") + pod("c", "Failed", 1, ""),
                "-o",
                "json",
                "--events",
                events.toString());

        assertThat(exitCode).isZero();
        assertThat(out.toString().lines().map(ClassifyCommandTest::category))
                .containsExactly("storage", "storage", "unexplained");
    }

    @Test
    void saysOnceForEachRuleThatItsConditionHadNoAnswer() throws IOException {
        Files.writeString(rules, """
                apiVersion: podfailure.dev/v1alpha1
                kind: FailureCategoryRuleSet
                metadata: {name: platform, namespace: podfailure-system}
                spec:
                  rules:
                  - name: team
                    category: data
                    matchConditions: [{name: is-data, expression: "pod.metadata.labels['team'] == 'data'"}]
                """);

        assertThat(run(pod("a", "Failed", 1, "") + pod("b", "Failed", 1, ""), "-o", "json"))
                .isZero();

        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("rule podfailure-system/platform/team did not hold 2 times because its match condition is-data"
                        + " could not be evaluated: ");
    }

    @Test
    void explainsEveryRuleThatWasAsked() {
        run(pod("a", "Failed", 3, "disk quota"), "-o", "json", "--explain");

        JsonNode asked = parse(out.toString().strip()).path("asked");
        assertThat(asked.findValuesAsText("rule"))
                .containsExactly(
                        "podfailure-system/platform/rollout",
                        "podfailure-system/platform/mount",
                        "podfailure-system/platform/full");
        assertThat(asked.findValuesAsText("matcher"))
                .containsExactly("onExitCodes", "onPodEvents", "onTerminationMessage");
        assertThat(asked.findValuesAsText("saw"))
                .containsExactly("container=main exitCode=3", "no events", "container=main message=disk quota");
    }

    @Test
    void theTableShowsFailedPodsAndTheSumOfAll() {
        run(pod("a", "Failed", 3, "no space \\u001b[31m") + pod("b", "Running", 0, ""));

        assertThat(out.toString().lines().toList())
                .hasSize(2)
                .satisfies(lines -> assertThat(lines.getFirst()).startsWith("NAMESPACE   POD   OUTCOME   CATEGORY"))
                .satisfies(lines -> assertThat(lines.getLast())
                        .startsWith("batch       a     Matched   data")
                        .doesNotContain("\u001b"));
        assertThat(err.toString()).contains("1 of 2 pods failed: Matched 1");
    }

    @Test
    void yamlIsOneDocumentAPod() {
        run(pod("a", "Failed", 3, "no space") + pod("b", "Failed", 1, ""), "-o", "yaml");

        assertThat(out.toString()).startsWith("---\n").contains("\n---\n").contains("subcategory: \"disk\"");
    }

    @Test
    void rulesThatAreLeftOutAreNamedWithTheirPlace() throws IOException {
        Files.writeString(rules, RULES + "  - {name: bad, category: x, onPodError: {pattern: '('}}\n");

        int exitCode = run(pod("a", "Failed", 3, "no space"), "-o", "json");

        assertThat(exitCode).isZero();
        assertThat(err.toString()).startsWith(rules + ": document 1, line 17: spec.rules[3].onPodError.pattern: ");
        assertThat(out.toString()).contains("\"outcome\":\"Matched\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: Deployment | -: document 1, line 1: kind Deployment is no Pod",
                "kind: Pod\\nstatus: {containerStatuses: [{state: 7}]} | -: document 1, line 1: this is no Pod: status.containerStatuses[0].state: a value of another type is expected",
                "kind: Pod\\nstatus: {containerStatuses: [{restartCount: 99999999999}]} | -: document 1, line 1: this is no Pod: status.containerStatuses[0].restartCount: 99999999999 is no Integer",
                "kind: Pod\\nmetadata: [ | -: document 1, line 2: this is no YAML"
            })
    void whatIsNoPodIsRefusedWithItsPlace(String pods, String message) {
        int exitCode = run(pods.replace("\\n", "\n"));

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).startsWith("podfailure: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: ConfigMap | there is no FailureCategoryRuleSet in this",
                "kind: FailureCategoryRuleSet | metadata.name is missing",
                "{kind: FailureCategoryRuleSet, apiVersion: podfailure.dev/v9, metadata: {name: a}} | not podfailure.dev/v9"
            })
    void whatIsNoRuleSetIsRefused(String text, String message) throws IOException {
        Files.writeString(rules, text);

        assertThat(run("")).isEqualTo(2);
        assertThat(err.toString()).startsWith("podfailure: " + rules).contains(message);
    }

    @Test
    void theSameRuleSetTwiceIsRefusedWithBothPlaces() throws IOException {
        Files.writeString(rules, RULES + "---\n" + RULES);

        assertThat(run(pod("a", "Failed", 1, ""))).isEqualTo(2);
        assertThat(err.toString())
                .contains("document 2, line 18: rule set podfailure-system/platform is there already, at")
                .contains("document 1, line 1");
    }

    @Test
    void aPodWithoutAnythingIsAnsweredFor() {
        run("kind: Pod\n---\nkind: Pod\nmetadata: null\nstatus: null\nspec: null\n", "--all", "-o", "json");

        assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.contains("\"outcome\":\"Default\""));
    }

    @Test
    void nullsSayNothing() {
        run("""
                kind: Pod
                metadata: {name: a, namespace: batch, labels: {x: null}, ownerReferences: [null]}
                spec: {containers: [null, {name: main}], initContainers: [null]}
                status: {phase: Failed, conditions: [null], initContainerStatuses: [null],
                  containerStatuses: [null, {name: main, state: {waiting: null, terminated: {exitCode: 3, message: "no space"}}}]}
                """, "-o", "json");

        assertThat(answer().path("rule").asText()).isEqualTo("podfailure-system/platform/full");
    }

    @Test
    void whatAPodWroteNeverReachesATerminalAsItIs() throws IOException {
        Files.writeString(rules, RULES.replace("no space.*", "(?s).*").replace("Make room.", "\"a \\e[31m\\u009b b\""));
        String pod = "kind: Pod\nmetadata: {name: \"a\\e[2J\", namespace: \"b\\u009b\"}\nstatus: {phase: Failed,"
                + " containerStatuses: [{name: \"\\e\", state: {terminated: {exitCode: 3, message: \""
                + "\\0".repeat(4096)
                + "\\e\\u202e\"}}}]}\n";

        for (String format : List.of("table", "json", "yaml")) {
            run(pod, "-o", format, "--explain");
        }
        run(pod.replace("phase: Failed", "phase: {\"\\e\": 1}"));

        assertThat(out.toString()).contains("podfailure-system/platform/full");
        assertThat(out.toString() + err)
                .matches(text -> text.chars()
                        .noneMatch(character -> (Character.isISOControl(character) && character != '\n')
                                || Character.getType(character) == Character.FORMAT));
    }

    @Test
    void ownRulesAreAskedBesideTheLibrary() {
        int exitCode = run(pod("a", "Failed", 3, "no space") + pod("b", "Failed", 1, ""), "--library", "-o", "json");

        assertThat(exitCode).isZero();
        assertThat(out.toString().lines().map(line -> parse(line).path("rule").asText()))
                .containsExactly(
                        "podfailure-system/platform/full", "podfailure-system/library-90-exit-codes/error-exit");
    }

    @Test
    void anOwnRuleSetTakesThePlaceOfOneOfTheLibrary() throws IOException {
        Files.writeString(rules, RULES.replace("name: platform", "name: library-90-exit-codes"));

        run(pod("a", "Failed", 3, "no space"), "--library", "-o", "json");

        assertThat(answer().path("category").asText()).isEqualTo("data");
        assertThat(err.toString())
                .contains("rule set podfailure-system/library-90-exit-codes takes the place of the one in library/90");
    }

    @Test
    void withoutRulesThereIsNothingToAsk() {
        assertThat(commandLine("").execute("classify", "--pods", "-")).isEqualTo(2);
        assertThat(err.toString()).contains("--rules").contains("--library");
    }

    @Test
    void namespaceLabelsComeFromTheInput() throws IOException {
        Files.writeString(rules, RULES.replace("spec:", "spec:\n  namespaceSelector: {matchLabels: {team: a}}"));
        String namespace = "{\"kind\":\"Namespace\",\"metadata\":{\"name\":\"batch\",\"labels\":{\"team\":\"a\"}}}\n";

        run(namespace + pod("a", "Failed", 3, "no space"), "-o", "json");
        run(pod("a", "Failed", 3, "no space"), "-o", "json");

        assertThat(out.toString()
                        .lines()
                        .map(line -> parse(line).path("outcome").asText()))
                .containsExactly("Matched", "Unmatched");
        assertThat(err.toString()).contains("a rule set selects namespaces by labels: batch");
    }

    @Test
    void theLibraryNeedsNoFiles() {
        int exitCode = commandLine(pod("a", "Failed", 137, "").replace("\"Error\"", "\"OOMKilled\""))
                .execute("classify", "--library", "--pods", "-", "-o", "json");

        assertThat(exitCode).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(parse(out.toString()).path("rule").asText()).startsWith("podfailure-system/library-");
    }

    @Test
    void aListOfAnyLengthIsAnsweredAsItComes() {
        EndlessPods pods = new EndlessPods(200_000);
        CountingWriter counter = new CountingWriter();

        int exitCode = PodfailureCommand.commandLine(Map.of(), pods)
                .setOut(new PrintWriter(counter))
                .execute("classify", "--rules", rules.toString(), "--pods", "-", "-o", "json");

        assertThat(exitCode).isZero();
        assertThat(counter.lines).isEqualTo(200_000);
    }

    @Test
    void endsQuietlyWhenNobodyReads() {
        EndlessPods pods = new EndlessPods(Integer.MAX_VALUE);
        PrintWriter closed = new PrintWriter(new Writer() {
            @Override
            public void write(char[] buffer, int offset, int length) throws IOException {
                throw new IOException("Broken pipe");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });

        int exitCode = PodfailureCommand.commandLine(Map.of(), pods)
                .setOut(closed)
                .setErr(new PrintWriter(err, true))
                .execute("classify", "--rules", rules.toString(), "--pods", "-", "-o", "json");

        assertThat(exitCode).isZero();
        assertThat(err.toString()).isEmpty();
    }

    /** A PodList that is made as it is read. */
    private static final class EndlessPods extends InputStream {
        private final int count;
        private int made;
        private byte[] chunk = "{\"apiVersion\":\"v1\",\"items\":[".getBytes(UTF_8);
        private int at;

        EndlessPods(int count) {
            this.count = count;
        }

        @Override
        public int read() {
            if (at == chunk.length) {
                next();
            }
            return at == chunk.length ? -1 : chunk[at++] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (at == chunk.length) {
                next();
            }
            int some = Math.min(length, chunk.length - at);
            System.arraycopy(chunk, at, buffer, offset, some);
            at += some;
            return some == 0 ? -1 : some;
        }

        private void next() {
            at = 0;
            if (made < count) {
                chunk = ((made == 0 ? "" : ",") + pod("p" + made, "Failed", 3, "no space")).getBytes(UTF_8);
                made++;
            } else {
                chunk = made++ == count ? "],\"kind\":\"PodList\"}".getBytes(UTF_8) : new byte[0];
            }
        }
    }

    private static final class CountingWriter extends Writer {
        private int lines;

        @Override
        public void write(char[] buffer, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                lines += buffer[i] == '\n' ? 1 : 0;
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static String pod(String name, String phase, int exitCode, String message) {
        return """
                {"kind":"Pod","apiVersion":"v1","metadata":{"namespace":"batch","name":"%s","uid":"uid-%s"},
                 "spec":{"containers":[{"name":"main"}]},
                 "status":{"phase":"%s","containerStatuses":[{"name":"main","state":{"terminated":
                   {"exitCode":%d,"reason":"Error","message":"%s"}}}]}}
                """.formatted(name, name, phase, exitCode, message);
    }

    private List<String> json(String pods) {
        run(pods, "-o", "json");
        return out.toString().lines().toList();
    }

    private JsonNode answer() {
        return parse(out.toString().lines().findFirst().orElseThrow());
    }

    private JsonNode answer(String pod) {
        return parse(json(pod).getFirst());
    }

    private static String category(String line) {
        return parse(line).path("category").asText();
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    private int run(String pods, String... more) {
        List<String> arguments = new ArrayList<>(List.of("classify", "--rules", rules.toString(), "--pods", "-"));
        Stream.of(more).forEach(arguments::add);
        return commandLine(pods).execute(arguments.toArray(String[]::new));
    }

    private picocli.CommandLine commandLine(String input) {
        return PodfailureCommand.commandLine(Map.of(), new ByteArrayInputStream(input.getBytes(UTF_8)))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true));
    }
}
