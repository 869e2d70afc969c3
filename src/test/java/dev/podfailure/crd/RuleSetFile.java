package dev.podfailure.crd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file with one rule set.
 *
 * @param path where it is
 * @param yaml what is in it
 */
record RuleSetFile(Path path, String yaml) {
    static final Path EXAMPLES = Path.of("examples");
    static final Path INVALID = Path.of("src", "test", "resources", "rulesets", "invalid");
    static final Path VALID = Path.of("src", "test", "resources", "rulesets", "valid");

    private static final String REFUSED = "# refused: ";

    /** Every rule set of a folder; its other files are left out. */
    static List<RuleSetFile> in(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(file -> new RuleSetFile(file, read(file)))
                    .filter(file -> file.yaml().contains("\nkind: FailureCategoryRuleSet\n"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    /** What the API server must say in refusing it, as its first lines tell. */
    List<String> refusals() {
        return yaml.lines()
                .filter(line -> line.startsWith(REFUSED))
                .map(line -> line.substring(REFUSED.length()))
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** The name of a parameterised test. */
    @Override
    public String toString() {
        return path.getFileName().toString();
    }
}
