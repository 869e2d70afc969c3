package dev.podfailure.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/lint.md} shows what each code means, and no other page shows what lint complains about. */
class LintDocumentationTest {
    private static final Path DOCS = Path.of("docs");
    private static final Path LINT = DOCS.resolve("lint.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");

    @ParameterizedTest
    @EnumSource
    void eachCodeHasAnExampleThatGivesItAndNoOther(Code code) {
        Matcher section =
                Pattern.compile("(?ms)^### " + code.id() + "\\n(.*?)(^#|\\z)").matcher(read(LINT));

        assertThat(section.find()).isTrue();
        assertThat(blocks(section.group(1)))
                .hasSize(1)
                .allSatisfy(example -> assertThat(LintedYaml.codes(example)).containsExactly(code.id()));
    }

    @Test
    void noOtherCodeIsDocumented() {
        assertThat(Pattern.compile("(?m)^### (.*)$")
                        .matcher(read(LINT))
                        .results()
                        .map(heading -> heading.group(1)))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Code.values()).map(Code::id).toList());
    }

    @Test
    void errorsAndWarningsStandUnderTheirHeadings() {
        String page = read(LINT);
        int warnings = page.indexOf("\n## Warnings\n");

        assertThat(Code.values())
                .allSatisfy(code -> assertThat(page.indexOf("\n### " + code.id() + "\n") < warnings)
                        .isEqualTo(code.isError()));
    }

    static Stream<Arguments> documentedRules() {
        return Stream.of(Path.of("README.md"), DOCS.resolve("rules.md"), DOCS.resolve("writing-rules.md"))
                .flatMap(page -> blocks(read(page)).stream()
                        .filter(LintDocumentationTest::holdsRules)
                        .map(block -> Arguments.of(page, block)));
    }

    @ParameterizedTest
    @MethodSource("documentedRules")
    void nothingIsWrongWithDocumentedRules(Path page, String block) {
        assertThat(LintedYaml.findings(block)).isEmpty();
    }

    private static boolean holdsRules(String block) {
        return block.contains("kind: FailureCategoryRuleSet")
                || (block.lines().anyMatch(line -> line.startsWith("- name:"))
                        && block.lines().anyMatch(line -> line.startsWith("  category:")));
    }

    private static List<String> blocks(String text) {
        List<String> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            blocks.add(block.group(1));
        }
        return blocks;
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + page, e);
        }
    }
}
