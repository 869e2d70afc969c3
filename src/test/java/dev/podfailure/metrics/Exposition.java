package dev.podfailure.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A scraped page, read as Prometheus reads it, complaining as {@code promtool check metrics} does. */
final class Exposition {
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{.*})? (\\S+)( # .*)?");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final Map<String, String> types = new LinkedHashMap<>();
    private final Map<String, String> helps = new LinkedHashMap<>();
    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Map<String, Set<String>> labels = new LinkedHashMap<>();

    Exposition(String page) {
        for (String line : page.lines().toList()) {
            if (line.startsWith("# HELP ")) {
                describe(helps, line);
            } else if (line.startsWith("# TYPE ")) {
                describe(types, line);
            } else if (!line.equals("# EOF") && !line.isEmpty()) {
                sample(line);
            }
        }
        assertThat(helps.keySet()).as("families with help and type").isEqualTo(types.keySet());
        assertThat(helps).allSatisfy((name, help) -> assertThat(help).as(name).isNotBlank());
    }

    private static void describe(Map<String, String> descriptions, String line) {
        String[] words = line.split(" ", 4);
        String before = descriptions.put(words[2], words.length < 4 ? "" : words[3]);
        assertThat(before).as("a second line like %s", line).isNull();
    }

    private void sample(String line) {
        Matcher matcher = SAMPLE.matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        String name = matcher.group(1);
        Map<String, String> ofSample = labels(matcher.group(2));
        Double before = samples.put(name + ofSample, Double.valueOf(matcher.group(3)));
        assertThat(before).as("a second sample like %s", line).isNull();
        String family = family(name);
        assertThat(types).as(line).containsKey(family);
        labels.computeIfAbsent(family, key -> new TreeSet<>()).addAll(ofSample.keySet());
    }

    private static Map<String, String> labels(@Nullable String braces) {
        Map<String, String> labels = new TreeMap<>();
        if (braces != null) {
            LABEL.matcher(braces).results().forEach(label -> labels.put(label.group(1), label.group(2)));
        }
        return labels;
    }

    private String family(String sample) {
        if (types.containsKey(sample)) {
            return sample;
        }
        return List.of("_bucket", "_count", "_sum", "_total", "_info", "_created").stream()
                .filter(sample::endsWith)
                .map(suffix -> sample.substring(0, sample.length() - suffix.length()))
                .filter(types::containsKey)
                .findFirst()
                .orElse(sample);
    }

    /** Families by name. */
    Map<String, String> types() {
        return types;
    }

    Set<String> labelsOf(String family) {
        return labels.getOrDefault(family, Set.of()).stream()
                .filter(label -> !label.equals("le"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** @param labels name, value, name, value, ... */
    @Nullable
    Double value(String name, String... labels) {
        Map<String, String> sorted = new TreeMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            sorted.put(labels[i], labels[i + 1]);
        }
        return samples.get(name + sorted);
    }

    /** Samples of this name. */
    long count(String name) {
        return samples.keySet().stream()
                .filter(key -> key.startsWith(name + "{"))
                .count();
    }
}
