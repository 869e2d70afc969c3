package dev.podfailure.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The metrics of {@code docs/metrics.md}, which their own test holds against the code. */
final class DocumentedMetrics {
    /** Name, type, labels. */
    private static final Pattern ROW = Pattern.compile("\\| `(podfailure_\\w+)` \\| (\\w+) \\| *([^|]*?) *\\|");

    /** What Prometheus puts on every series of a pod. */
    private static final Set<String> OF_TARGETS = Set.of("namespace", "job", "pod", "instance");

    private DocumentedMetrics() {}

    /** Every label that a metric can have, by its name. */
    static Map<String, Set<String>> labels() {
        try {
            Map<String, Set<String>> labels = new TreeMap<>();
            ROW.matcher(Files.readString(Path.of("docs", "metrics.md")))
                    .results()
                    .forEach(row -> labels.put(row.group(1), labels(row.group(2), row.group(3))));
            return labels;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> labels(String type, String cell) {
        Set<String> labels = Arrays.stream(cell.split(",", -1))
                .map(label -> label.strip().replace("`", ""))
                .collect(Collectors.toSet());
        labels.addAll(OF_TARGETS);
        if (type.equals("histogram")) {
            labels.add("le");
        }
        return labels;
    }
}
