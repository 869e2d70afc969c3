package dev.podfailure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code SECURITY.md} against the tests and files that it calls as witnesses. */
final class SecurityDocumentTest {
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+(?:Test|IT))`");
    private static final Pattern THREAT = Pattern.compile("^\\| T\\d+ \\|(?:[^|]*\\|){2}(.*)\\|$", Pattern.MULTILINE);

    @Test
    void namesTestsThatExist() throws IOException {
        assertThat(found(TEST)).hasSizeGreaterThan(15).isSubsetOf(tests());
    }

    @Test
    void provesEveryThreat() throws IOException {
        assertThat(found(THREAT))
                .hasSize(15)
                .allSatisfy(proof -> assertThat(proof).containsPattern(TEST));
    }

    private static List<String> found(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(Path.of("SECURITY.md")))
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    private static Set<String> tests() throws IOException {
        try (var files = Files.walk(Path.of("src", "test", "java"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }
}
