package dev.podfailure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class TestCommandTest {
    private static final String RULES = """
            apiVersion: podfailure.dev/v1alpha1
            kind: FailureCategoryRuleSet
            metadata: {name: importer, namespace: batch}
            spec:
              defaultCategory: unexplained
              rules:
              - {name: rollout, category: none, outcome: Failure, onExitCodes: {operator: In, values: [99]}}
              - {name: mount, category: storage, onPodEvents: {reason: FailedMount}}
              - {name: full, category: data, subcategory: disk, onTerminationMessage: {pattern: 'no space'}}
              - {name: late, category: data, subcategory: late, onExitCodes: {operator: In, values: [3, 4]}}
            ---
            apiVersion: podfailure.dev/v1alpha1
            kind: FailureCategoryRuleSet
            metadata: {name: trial, namespace: batch}
            spec:
              enforcement: Shadow
              rules:
              - {name: new, category: data, onExitCodes: {operator: In, values: [3]}}
            ---
            apiVersion: podfailure.dev/v1alpha1
            kind: FailureCategoryRuleSet
            metadata: {name: elsewhere, namespace: web}
            spec:
              rules:
              - {name: three, category: web, onExitCodes: {operator: In, values: [3]}}
            """;

    private static final String POD = """
            metadata: {name: a, namespace: batch}
            spec: {containers: [{name: main}]}
            status: {phase: Failed, containerStatuses: [{name: main, state: {terminated: {exitCode: 3, message: 'no space left'}}}]}
            """;

    private static final String HEAD = "ruleSets: ['../rules/*.yaml']\ncases:\n";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeRulesAndPod() throws IOException {
        for (String name : List.of("rules", "pods", "tests")) {
            Files.createDirectories(folder.resolve(name));
        }
        Files.writeString(folder.resolve("rules/importer.yaml"), RULES);
        Files.writeString(folder.resolve("pods/full.yaml"), "apiVersion: v1\nkind: Pod\n" + POD);
    }

    @Test
    void passesWhenEveryAnswerIsAsExpected() throws IOException {
        int exitCode = run(HEAD + each("a full disk", "{outcome: Matched, category: data, rule: batch/importer/full}"));

        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).endsWith("1 case in 1 file: 1 passed, 0 failed\n");
        assertThat(exitCode).isZero();
    }

    static Stream<String> expectations() {
        return Stream.of(
                "{outcome: Default}",
                "{outcome: Matched, category: storage}",
                "{outcome: Matched, subcategory: ''}",
                "{outcome: Matched, rule: batch/importer/late}",
                "{outcome: Matched, rule: ''}");
    }

    @ParameterizedTest
    @MethodSource("expectations")
    void failsWhenOneFieldIsNotAsExpected(String expectation) throws IOException {
        assertThat(run(HEAD + each("a full disk", expectation))).isEqualTo(1);
        assertThat(out.toString())
                .contains("  FAILED line 3: a full disk\n")
                .contains("    batch/importer/full won: onTerminationMessage container=main message=\"no space\"\n")
                .endsWith("0 passed, 1 failed\n");
    }

    @Test
    void tellsTheDifferenceOfEachField() throws IOException {
        run(HEAD + each("a full disk", "{outcome: Default, category: unexplained, rule: ''}"));

        assertThat(out.toString().lines())
                .contains(
                        "    outcome: expected Default, got Matched",
                        "    category: expected unexplained, got data",
                        "    rule: expected none, got batch/importer/full");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "batch/importer/rollout | onExitCodes does not hold: container=main exitCode=3",
                "batch/importer/mount | onPodEvents does not hold: no events",
                "batch/importer/late | comes after batch/importer/full, which holds",
                "batch/trial/new | never wins, since enforcement of its rule set is Shadow",
                "web/elsewhere/three | was not asked: its rule set is not about this pod"
            })
    void saysWhyTheExpectedRuleDidNotWin(String rule, String why) throws IOException {
        run(HEAD + each("a full disk", "{outcome: Matched, rule: " + rule + "}"));

        assertThat(out.toString()).contains("    " + rule + ": " + why);
    }

    @Test
    void eventsThatDoNotSayWhoseTheyAreAreThePods() throws IOException {
        int exitCode = run(HEAD
                + each("core", "{outcome: Matched, rule: batch/importer/mount}")
                + "    events: [{reason: FailedMount, type: Warning, message: no such volume}]\n"
                + each("newer", "{outcome: Matched, rule: batch/importer/mount}")
                + "    events: [{apiVersion: events.k8s.io/v1, reason: FailedMount, note: no such volume}]\n");

        assertThat(out.toString()).contains("2 passed");
        assertThat(exitCode).isZero();
    }

    @Test
    void aPodCanStandInTheCaseItself() throws IOException {
        String pod = "pod: {metadata: {name: a, namespace: batch}, status: {phase: %s}}\n    expect: {outcome: %s}\n";

        int exitCode = run(HEAD
                + "  - name: failed without a word\n    " + pod.formatted("Failed", "Default")
                + "  - name: still running\n    " + pod.formatted("Running", "NotFailed"));

        assertThat(out.toString()).contains("2 passed");
        assertThat(exitCode).isZero();
    }

    @Test
    void theOperatorsNamespaceMakesASetClusterWide() throws IOException {
        String expectation = "{outcome: Matched, rule: web/elsewhere/three}";
        Files.writeString(folder.resolve("pods/full.yaml"), "kind: Pod\n" + POD.replace("batch", "other"));

        int exitCode = run("operatorNamespace: web\n" + HEAD + each("from another namespace", expectation));

        assertThat(exitCode).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "casez: [] | line 1: casez: there is no such field; there are cases, operatorNamespace, ruleSets",
                "ruleSets: [nothing/*.yaml] | line 1: ruleSets[0]: no file is called like nothing/*.yaml",
                "ruleSets: ['[z'] | line 1: ruleSets[0]: [z is no pattern of file names",
                "ruleSets: [] | line 1: ruleSets: a list is expected that is not empty",
                "ruleSets: [../pods/full.yaml]\\ncases: [CASE] | line 1: ruleSets: there is no FailureCategoryRuleSet",
                "HEAD  [] | line 3: cases: a list is expected that is not empty",
                "HEAD  - {name: a, podFile: ../pods/full.yaml} | line 3: cases[0].expect: a case without an expectation",
                "HEAD  - {name: a, podFile: ../pods/full.yaml, expect: {}} | line 3: cases[0].expect.outcome: a text is",
                "HEAD  - {name: a, podFile: ../pods/full.yaml, expect: {outcome: matched}} | matched is none of Matched",
                "HEAD  - {name: a, podFile: ../pods/full.yaml, expect: {outcome: Default, rules: x}} | cases[0].expect.rules: there is no such field",
                "HEAD  - {name: a, podFile: ../pods/full.yaml, expect: {outcome: Default, category: 7}} | cases[0].expect.category: a text",
                "HEAD  - {name: a, podFile: ../pods/full.yaml, expect: {outcome: Matched, rule: full}} | rule: full is not of the form",
                "HEAD  - {name: a, podFile: ../pods/full.yaml, expect: {outcome: Matched, rule: batch/import/full}} | there is no such rule set; there are batch/importer",
                "HEAD  - {name: a, podFile: ../pods/full.yaml, expect: {outcome: Matched, rule: batch/importer/fool}} | no rule of this name is in use in the rule set; there are rollout, mount, full, late",
                "HEAD  - {name: a, expect: {outcome: Default}} | cases[0]: a case has either a pod or a podFile",
                "HEAD  - {name: a, pod: {}, podFile: x, expect: {outcome: Default}} | cases[0]: a case has either",
                "HEAD  - {name: a, podFile: ../pods/none.yaml, expect: {outcome: Default}} | none.yaml: there is no such file",
                "HEAD  - {name: a, podFile: ../rules/importer.yaml, expect: {outcome: Default}} | cases[0].podFile: one pod is expected",
                "HEAD  - {name: a, pod: {kind: Job}, expect: {outcome: Default}} | cases[0].pod.kind: Job is no Pod",
                "HEAD  - {name: a, pod: {status: {phase: [1]}}, expect: {outcome: Default}} | this is no Pod",
                "HEAD  - {name: a, pod: 7, expect: {outcome: Default}} | cases[0].pod: an object is expected",
                "HEAD  - {name: '', pod: {}, expect: {outcome: Default}} | cases[0].name: a text is expected",
                "HEAD  - CASE\\n  - CASE | cases[1].name: an earlier case is called a too",
                "HEAD  - {name: a, pod: {metadata: {uid: u}}, events: [{involvedObject: {uid: v}}], expect: {outcome: Default}} | this event is of another pod: its involvedObject.uid is v, not u",
                "HEAD  - {name: a, pod: {}, events: {}, expect: {outcome: Default}} | cases[0].events: a list is expected",
                "items: [1] | items are not expected here",
                "[1] | an object is expected here",
                "a: 1\\n---\\na: 1 | document 2, line 3: there is one document too many",
                "a: [ | this is no YAML",
                "# nothing | this is empty"
            })
    void refusesWhatCouldPassWithoutATest(String text, String message) throws IOException {
        String tests = text.replace("HEAD", HEAD)
                .replace("CASE", "{name: a, podFile: ../pods/full.yaml, expect: {outcome: Matched}}")
                .replace("\\n", "\n");

        assertThat(run(tests)).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("podfailure: " + folder)
                .contains(message)
                .hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void coverageNamesTheRulesThatWonInNoCase() throws IOException {
        int exitCode = run(HEAD + each("a full disk", "{outcome: Matched}"), "--coverage");

        assertThat(exitCode).isZero();
        assertThat(out.toString()).endsWith("""
                        1 of 5 rules won in some case; these never:
                          batch/importer/late
                          batch/importer/mount
                          batch/importer/rollout
                          web/elsewhere/three
                        """);
    }

    @Test
    void junitGetsASuiteForEachFileAndTheExplanationOfEachFailure() throws Exception {
        Path report = folder.resolve("report.xml");

        run(
                HEAD + each("a full disk", "{outcome: Matched}") + each("\"a \\u001b<b>\"", "{outcome: Default}"),
                "--junit",
                report.toString());

        Document xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
        Element suite = (Element) xml.getElementsByTagName("testsuite").item(0);
        assertThat(suite.getAttribute("tests")).isEqualTo("2");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        Element failure = (Element) xml.getElementsByTagName("failure").item(0);
        assertThat(((Element) failure.getParentNode()).getAttribute("name")).isEqualTo("a \\u001b<b>");
        assertThat(failure.getAttribute("message")).isEqualTo("outcome: expected Default, got Matched");
        assertThat(failure.getTextContent()).contains("batch/importer/full won: ");
    }

    @Test
    void aReportThatCannotBeWrittenIsNoSuccess() throws IOException {
        int exitCode = run(HEAD + each("a full disk", "{outcome: Matched}"), "--junit", folder.toString());

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).contains("--junit " + folder + " cannot be written");
    }

    @Test
    void theLibraryCanBeThereToo() throws IOException {
        Files.writeString(
                folder.resolve("pods/full.yaml"),
                "kind: Pod\n"
                        + POD.replace("exitCode: 3, message: 'no space left'", "exitCode: 137, reason: OOMKilled"));
        Files.writeString(
                folder.resolve("rules/importer.yaml"), RULES.replace("defaultCategory: unexplained", "priority: -900"));

        int exitCode = run(HEAD + each("out of memory", "{outcome: Matched, category: memory}"), "--library");

        assertThat(out.toString()).endsWith("1 passed, 0 failed\n");
        assertThat(exitCode).isZero();
    }

    @Test
    void rulesThatAreLeftOutAreNamed() throws IOException {
        Files.writeString(
                folder.resolve("rules/bad.yaml"),
                RULES.replace("importer", "bad")
                        .replace("elsewhere", "there")
                        .replace("trial", "try")
                        .replace("'no space'", "'('"));

        run(HEAD + each("a full disk", "{outcome: Matched}"));

        assertThat(err.toString())
                .startsWith(folder.resolve("tests/../rules/bad.yaml")
                        + ": document 1, line 9: spec.rules[2].onTerminationMessage.pattern: ");
    }

    @Test
    void patternsMayNameFoldersOfAnyDepth() throws IOException {
        Files.createDirectories(folder.resolve("deep/er/still"));
        Files.move(folder.resolve("rules/importer.yaml"), folder.resolve("deep/er/still/importer.yaml"));

        int exitCode = run(HEAD.replace("../rules/*.yaml", "../deep/**/imp?rter.{yaml,json}")
                + each("a full disk", "{outcome: Matched}"));

        assertThat(exitCode).isZero();
    }

    @Test
    void theLibrarysOwnTestsPass() throws IOException {
        List<String> files;
        try (Stream<Path> found = Files.list(Path.of("examples", "library", "tests"))) {
            files = found.map(Path::toString).sorted().toList();
        }

        int exitCode = commandLine()
                .execute(Stream.concat(Stream.of("test", "--coverage"), files.stream())
                        .toArray(String[]::new));

        assertThat(out.toString()).contains(" 0 failed\n").doesNotContain("these never");
        assertThat(err.toString()).isEmpty();
        assertThat(exitCode).isZero();
    }

    private static String each(String name, String expectation) {
        return "  - name: " + name + "\n    podFile: ../pods/full.yaml\n    expect: " + expectation + "\n";
    }

    private int run(String tests, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("tests/importer.yaml"), tests);
        return commandLine()
                .execute(Stream.concat(Stream.of("test", file.toString()), Stream.of(more))
                        .toArray(String[]::new));
    }

    private picocli.CommandLine commandLine() {
        return PodfailureCommand.commandLine(Map.of(), InputStream.nullInputStream())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true));
    }
}
