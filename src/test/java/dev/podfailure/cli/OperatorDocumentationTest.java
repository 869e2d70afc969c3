package dev.podfailure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;

/** Holds the table of options in docs/operator.md and the command line together. */
final class OperatorDocumentationTest {
    private static final Pattern ROW = Pattern.compile("^\\| `(--[a-z-]+)` \\| `?([^`|]+?)`? \\|", Pattern.MULTILINE);
    private static final Set<String> COMMON = Set.of("--help", "--version");

    @Test
    void listsEveryOptionAndNoOther() throws IOException {
        assertThat(documented().keySet()).isEqualTo(options().keySet());
    }

    @Test
    void namesTheDefaultOfEachOptionThatHasOne() throws IOException {
        Map<String, String> documented = documented();
        Map<String, String> differing = new TreeMap<>();
        options().forEach((name, option) -> {
            String value = option.defaultValue();
            boolean inWords = value == null || value.isEmpty() || value.equals("false");
            if (!inWords && !value.equals(documented.get(name))) {
                differing.put(name, value);
            }
        });
        assertThat(differing).isEmpty();
    }

    private static Map<String, String> documented() throws IOException {
        var rows = ROW.matcher(Files.readString(Path.of("docs/operator.md")));
        Map<String, String> found = new TreeMap<>();
        rows.results().forEach(row -> found.put(row.group(1), row.group(2)));
        return found;
    }

    private static Map<String, OptionSpec> options() {
        var command = PodfailureCommand.commandLine(Map.of(), InputStream.nullInputStream())
                .parseArgs("operator")
                .subcommand()
                .commandSpec();
        Map<String, OptionSpec> options = command.options().stream()
                .collect(Collectors.toMap(OptionSpec::longestName, option -> option, (a, b) -> a, TreeMap::new));
        new TreeSet<>(COMMON).forEach(options::remove);
        return options;
    }
}
