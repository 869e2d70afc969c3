package dev.podfailure.crd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A block of YAML in {@code docs/rules.md} or the README: a whole rule set, or one rule.
 *
 * @param page where it stands
 * @param line where the block begins
 * @param yaml what it shows
 */
record DocumentedExample(Path page, int line, String yaml) {
    private static final List<Path> PAGES = List.of(Path.of("README.md"), Path.of("docs", "rules.md"));
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");

    /** Every block, in order; other languages are left out. */
    static List<DocumentedExample> all() {
        return PAGES.stream().flatMap(page -> in(page).stream()).toList();
    }

    private static List<DocumentedExample> in(Path page) {
        String text = read(page);
        List<DocumentedExample> examples = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            int line = (int) text.substring(0, block.start()).lines().count() + 1;
            examples.add(new DocumentedExample(page, line, block.group(1)));
        }
        return examples;
    }

    /** The block as an object that can be applied: a lone rule becomes a rule set of that rule. */
    String ruleSet() {
        if (yaml.contains("apiVersion:")) {
            return yaml;
        }
        return """
                apiVersion: podfailure.dev/v1alpha1
                kind: FailureCategoryRuleSet
                metadata: {name: documented, namespace: podfailure-system}
                spec:
                  rules:
                """ + yaml.indent(4);
    }

    /** Recorded pods that the example says it matches. */
    List<String> matches() {
        return named("# matches: ");
    }

    /** Recorded pods that the example says it does not match. */
    List<String> misses() {
        return named("# not: ");
    }

    private List<String> named(String marker) {
        return yaml.lines()
                .filter(line -> line.startsWith(marker))
                .flatMap(line -> Stream.of(line.substring(marker.length()).split(", ")))
                .toList();
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + page, e);
        }
    }

    @Override
    public String toString() {
        return page + ":" + line;
    }
}
