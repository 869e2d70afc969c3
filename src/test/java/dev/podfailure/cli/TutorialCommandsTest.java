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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands of {@code docs/writing-rules.md} print what the page shows. */
class TutorialCommandsTest {
    private static final Path PAGE = Path.of("docs", "writing-rules.md");
    private static final Pattern FILE = Pattern.compile("(?ms)^```yaml\\n# file: (\\S+/\\S+)\\n(.*?)^```$");
    private static final Pattern SHOWN =
            Pattern.compile("(?m)^    podfailure (classify .*)\\n\\n((?:    (?:NAMESPACE|imports) .*\\n)+)");

    @TempDir
    Path folder;

    /**
     * A command and what it prints.
     *
     * @param line without the name of the program
     * @param output on standard output
     */
    record Shown(String line, String output) {
        /** The name of a parameterised test. */
        @Override
        public String toString() {
            return line;
        }
    }

    static List<Shown> commands() throws IOException {
        return SHOWN.matcher(Files.readString(PAGE))
                .results()
                .map(found -> new Shown(found.group(1), found.group(2).replaceAll("(?m)^ {4}", "")))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void printWhatIsShown(Shown shown) throws IOException {
        writeFiles();
        StringWriter out = new StringWriter();

        int exitCode = PodfailureCommand.commandLine(Map.of(), InputStream.nullInputStream())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(new StringWriter()))
                .execute(arguments(shown.line()));

        assertThat(exitCode).isZero();
        assertThat(out.toString().lines().map(String::stripTrailing))
                .containsExactlyElementsOf(
                        shown.output().lines().map(String::stripTrailing).toList());
    }

    @Test
    void thereAreSome() throws IOException {
        assertThat(commands()).hasSizeGreaterThan(1);
    }

    /** Words that name a file of the page, in the folder in which it is. */
    private String[] arguments(String line) {
        return Stream.of(line.split(" "))
                .map(word -> Files.exists(folder.resolve(word)) && !word.startsWith("-")
                        ? folder.resolve(word).toString()
                        : word)
                .toArray(String[]::new);
    }

    private void writeFiles() throws IOException {
        for (var file : FILE.matcher(Files.readString(PAGE)).results().toList()) {
            Path path = folder.resolve(file.group(1));
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.group(2));
        }
    }
}
