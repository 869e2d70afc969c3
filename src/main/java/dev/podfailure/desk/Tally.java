package dev.podfailure.desk;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Counts pods by something that they have in common. Not thread-safe. */
public final class Tally {
    private final Map<List<String>, Count> counts = new LinkedHashMap<>();
    private long total;

    /**
     * How many pods have one key.
     *
     * @param key what they have in common, one text a column
     * @param pods how many
     * @param namespaces in how many namespaces
     * @param latest when the latest of them was classified, in UTC; the epoch if none was
     * @param example {@code namespace/name} of that one
     */
    @JsonPropertyOrder({"key", "pods", "namespaces", "latest", "example"})
    public record Line(List<String> key, long pods, int namespaces, String latest, String example) {}

    private static final class Count {
        private final Set<String> namespaces = new TreeSet<>();
        private long pods;
        private Instant latest = Instant.MIN;
        private String example = "";
    }

    /** Counts one pod. */
    public void add(List<String> key, String namespace, String name, Instant at) {
        Count count = counts.computeIfAbsent(key, absent -> new Count());
        count.namespaces.add(namespace);
        count.pods++;
        total++;
        if (at.isAfter(count.latest)) {
            count.latest = at;
            count.example = namespace + "/" + name;
        }
    }

    public long total() {
        return total;
    }

    /** The most frequent first; equals in the order of their keys. */
    public List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        counts.forEach((key, count) ->
                lines.add(new Line(key, count.pods, count.namespaces.size(), count.latest.toString(), count.example)));
        lines.sort(Comparator.comparingLong(Line::pods)
                .reversed()
                .thenComparing(line -> String.join("\u0000", line.key())));
        return lines;
    }
}
