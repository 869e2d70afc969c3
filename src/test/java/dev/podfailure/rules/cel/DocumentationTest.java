package dev.podfailure.rules.cel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.podfailure.rules.cel.ConditionResult.True;
import dev.podfailure.rules.cel.MatchConditionCompiler.Compilation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds what users read to what the code does. */
class DocumentationTest {
    private static final String TEXT = read();
    private static final Pattern EXAMPLE =
            Pattern.compile("```yaml\n# holds for: ([-a-z0-9]+)(?:, container ([-a-z]+))?\n(.*?)```", Pattern.DOTALL);

    private static final Pattern STATUSES = Pattern.compile("(pod\\.status\\.(?:init)?[cC]ontainerStatuses\\[])\\..*");

    @Test
    void listsEveryFieldAndItsType() {
        String table = between("fields");

        Set<String> rows = new LinkedHashSet<>(List.of("| field | type |", "|---|---|"));
        KeptFields.paths().forEach((path, type) -> rows.add(row(path, type)));
        assertThat(table.strip().lines()).containsExactlyElementsOf(rows);
    }

    private static String row(String path, String type) {
        Matcher status = STATUSES.matcher(path);
        return status.matches()
                ? "| `" + status.group(1) + "` | the fields of `container` |"
                : "| `" + path + "` | " + type + " |";
    }

    static Stream<MatchResult> examples() {
        return EXAMPLE.matcher(between("examples")).results();
    }

    @Test
    void everyExampleIsRunBelow() {
        assertThat(examples().count())
                .isGreaterThanOrEqualTo(5)
                .isEqualTo(between("examples").split("```yaml", -1).length - 1);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theExampleHolds(MatchResult example) {
        String container = example.group(2);
        Compilation compilation = Conditions.COMPILER.compile(conditions(example.group(3)), container != null);
        ConditionInput input = RecordedPod.read(example.group(1)).input();

        assertThat(compilation.problems()).isEmpty();
        assertThat(compilation
                        .conditions()
                        .evaluate(container == null ? input : input.inContainer(container), () -> false))
                .isEqualTo(new True());
    }

    @Test
    void theExamplesOfAbsentFieldsCompile() {
        String section = TEXT.substring(TEXT.indexOf("## Absent fields"), TEXT.indexOf("## What can be used"));

        assertThat(section.lines().filter(line -> line.startsWith("    ")).map(String::strip))
                .hasSize(4)
                .allSatisfy(expression -> assertThat(
                                Conditions.compile(expression, false).problems())
                        .isEmpty());
    }

    @Test
    void theLimitsAreThoseOfTheCode() {
        assertThat(TEXT)
                .contains("| conditions of a rule | " + MatchConditionCompiler.MAX_CONDITIONS + " |")
                .contains("| characters of an expression | " + grouped(ExpressionCompiler.MAX_LENGTH) + " |")
                .contains("| " + CelEngine.MAX_DEPTH + "; " + grouped(CelEngine.MAX_NODES) + " |")
                .contains("| instructions of a pattern | " + grouped(ExpressionCheck.MAX_PROGRAM_SIZE) + " |")
                .contains("| characters of a text that is read | " + grouped(ObjectValue.MAX_TEXT) + " |")
                .contains("| " + grouped(Budget.MAX_TEXT) + "; " + grouped(Budget.MAX_ELEMENTS) + " |")
                .contains("| " + grouped(Budget.UNITS) + " units |");
    }

    private static List<MatchCondition> conditions(String yaml) {
        List<Map<String, String>> list =
                Serialization.unmarshal(yaml, new TypeReference<List<Map<String, String>>>() {});
        return list.stream()
                .map(condition -> new MatchCondition(condition.get("name"), condition.get("expression")))
                .toList();
    }

    private static String between(String marker) {
        String start = "<!-- " + marker + " -->";
        return TEXT.substring(TEXT.indexOf(start) + start.length(), TEXT.indexOf("<!-- /" + marker + " -->"));
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String read() {
        try {
            return Files.readString(Path.of("docs", "rules-cel.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
