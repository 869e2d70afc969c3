package dev.podfailure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/architecture.md} against the code. */
final class ArchitectureDocumentTest {
    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "podfailure");
    private static final Pattern PACKAGE = Pattern.compile("^\\| `([a-z.]+)` \\|", Pattern.MULTILINE);
    private static final Pattern CLASS = Pattern.compile("`([a-z]+/[A-Z]\\w+)`");

    @Test
    void namesEveryPackageAndNoOther() throws IOException {
        assertThat(new TreeSet<>(found(PACKAGE))).isEqualTo(packages());
    }

    @Test
    void namesClassesThatExist() throws IOException {
        assertThat(found(CLASS))
                .hasSizeGreaterThan(4)
                .allSatisfy(name -> assertThat(SOURCES.resolve(name + ".java")).isRegularFile());
    }

    private static List<String> found(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(Path.of("docs", "architecture.md")))
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }

    private static Set<String> packages() throws IOException {
        Set<String> packages = new TreeSet<>();
        try (var files = Files.walk(SOURCES)) {
            files.filter(file -> file.endsWith("package-info.java"))
                    .map(file -> SOURCES.relativize(file.getParent()).toString().replace('/', '.'))
                    .forEach(packages::add);
        }
        return packages;
    }
}
