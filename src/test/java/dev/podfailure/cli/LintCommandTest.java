package dev.podfailure.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LintCommandTest {
    private static final String CLEAN = """
            apiVersion: podfailure.dev/v1alpha1
            kind: FailureCategoryRuleSet
            metadata: {name: rules, namespace: podfailure-system}
            spec:
              rules:
              - {name: oom, category: resources, onConditions: [OOMKilled]}
            """;
    private static final String ODD = CLEAN.replace("[OOMKilled]", "[Evicted], containers: {names: [a]}")
            .replace("onConditions: [Evicted]", "onPodReason: {operator: In, values: [Evicted]}");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void saysNothingOfWhatIsRight() {
        assertThat(run(CLEAN, "-")).isZero();
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aWarningIsNoError() {
        assertThat(run(ODD, "-")).isZero();
        assertThat(out.toString()).matches("-:6:\\d+: warning: spec\\.rules\\[0]\\.containers: .* \\[no-effect]\\R");
    }

    @Test
    void strictMakesItOne() {
        assertThat(run(ODD, "-", "--strict")).isEqualTo(1);
        assertThat(out.toString()).contains(": error: ");
    }

    @Test
    void anErrorNamesFileLineAndColumn() throws IOException {
        Path file = Files.writeString(
                folder.resolve("rules.yaml"),
                CLEAN
                        + "  - name: not-ready\n    category: x\n    onPodConditions:\n    - {type: Ready, status: False}\n");

        assertThat(run("", folder.toString())).isEqualTo(1);
        assertThat(out.toString())
                .startsWith(file + ":10:29: error: spec.rules[1].onPodConditions[0].status: it must be a text, not the"
                        + " boolean false")
                .endsWith(" [wrong-type]" + System.lineSeparator());
    }

    @Test
    void jsonIsOneObjectALine() {
        run(ODD, "-", "-o", "json");

        assertThat(out.toString())
                .startsWith("{\"file\":\"-\",\"document\":1,\"line\":6,\"column\":")
                .contains(
                        "\"severity\":\"warning\",\"code\":\"no-effect\",\"path\":\"spec.rules[0].containers\",\"text\":\"");
    }

    @Test
    void theSameRuleSetTwiceIsAnError() {
        assertThat(run(CLEAN + "---\n" + CLEAN, "-")).isEqualTo(1);
        assertThat(out.toString()).contains("-:10:18: error: metadata.name: rule set \"rules\" is there already");
    }

    @Test
    void otherKindsArePassedOver() {
        assertThat(run(CLEAN + "---\nkind: ConfigMap\napiVersion: v1\ndata: {a: 1}\n", "-"))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: ConfigMap | there is no FailureCategoryRuleSet in this",
                "kind: [ | this is no YAML",
                "{kind: X, kind: Y} | is there twice",
                "'' | this is empty"
            })
    void whatCannotBeReadIsRefused(String input, String message) {
        assertThat(run(input, "-")).isEqualTo(2);
        assertThat(err.toString()).startsWith("podfailure: -").contains(message);
    }

    @Test
    void tenantsMayDoLess() {
        String tenants = CLEAN.replace("podfailure-system", "batch").replace("spec:", "spec:\n  priority: 5");

        assertThat(run(tenants, "-")).isEqualTo(1);
        assertThat(out.toString()).contains("[not-allowed]");
        assertThat(run(tenants, "-", "--tenant-priority-limit", "5")).isZero();
        assertThat(run(tenants, "-", "--namespace", "batch")).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "podfailure.dev/v1alpha1 | podfailure.dev/v9 | apiVersion must be podfailure.dev/v1alpha1 [bad-value]",
                "name: rules, | '' | a name is required, and it must be a text [missing]",
                "name: rules, | name: Rules_, | is no name of an object",
                "namespace: podfailure-system | namespace: 7 | this is no name of a namespace"
            })
    void identityIsChecked(String right, String wrong, String message) {
        assertThat(run(CLEAN.replace(right, wrong), "-")).isEqualTo(1);
        assertThat(out.toString()).contains(message);
    }

    private int run(String standardInput, String... arguments) {
        List<String> all = new ArrayList<>(List.of("lint"));
        all.addAll(List.of(arguments));
        return PodfailureCommand.commandLine(Map.of(), new ByteArrayInputStream(standardInput.getBytes(UTF_8)))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
    }
}
