package dev.podfailure.convert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.files.Documents;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code docs/from-armada.md} shows what the conversion really prints, and names metrics that there are. */
class FromArmadaTest {
    private static String page = "";

    @BeforeAll
    static void readThePage() throws IOException {
        page = Files.readString(Path.of("docs", "from-armada.md"));
    }

    @Test
    void showsTheRuleSetThatComesOut() {
        assertThat(RuleSetYaml.of(conversion().ruleSets().getFirst()))
                .isEqualTo(block("yaml", "# converted: executor.yaml\n"));
    }

    @Test
    void showsTheRemarks() {
        String remarks = conversion().remarks().stream()
                .map(remark -> remark.toString().replaceFirst("^-", "executor.yaml") + "\n")
                .collect(Collectors.joining());

        assertThat(remarks).isEqualTo(block("", ""));
    }

    @Test
    void namesOurMetricsAsTheyAreDocumented() throws IOException {
        String metrics = Files.readString(Path.of("docs", "metrics.md"));
        List<String> named = Pattern.compile("(?<!armada_)\\bpodfailure_[a-z_]+")
                .matcher(page)
                .results()
                .map(found -> found.group())
                .distinct()
                .toList();

        assertThat(named)
                .hasSizeGreaterThan(5)
                .allSatisfy(name -> assertThat(metrics).contains("`" + name + "`"));
    }

    private static Conversion conversion() {
        String config = "# file: executor.yaml\n" + block("yaml", "# file: executor.yaml\n");
        return new AncestorConverter(new ConversionSettings("armada", "podfailure-system", 0))
                .convert("-", Documents.read("-", new ByteArrayInputStream(config.getBytes(UTF_8))));
    }

    /** The content of the first block of a language that begins so. */
    private static String block(String language, String begin) {
        Matcher block = Pattern.compile("(?ms)^```" + language + "\\n" + begin + "(.*?)^```$")
                .matcher(page.replaceAll("(?ms)^```yaml\\n.*?^```$", language.isEmpty() ? "" : "$0"));
        assertThat(block.find()).as(begin).isTrue();
        return block.group(1);
    }
}
