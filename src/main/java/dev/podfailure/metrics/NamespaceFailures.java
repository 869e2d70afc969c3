package dev.podfailure.metrics;

import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Failed pods by their namespace. Thread-safe. */
final class NamespaceFailures {
    private static final int MAX_NAMESPACES = 200;
    private static final int MAX_SERIES = 5_000;
    private static final String NAMESPACE = "pod.namespace";

    private final BoundedLabel namespaces;
    private final BoundedCounters counters;

    /** Guarded by this. */
    private Set<String> existing = Set.of();

    /** Guarded by this. */
    private List<String> categories = List.of();

    NamespaceFailures(Meters meters) {
        namespaces = new BoundedLabel(MAX_NAMESPACES, meters.folded("pod_namespace"));
        counters = meters.counters(
                "podfailure.namespace.failures",
                "Failed pods, by their namespace; namespaces beyond the first 200 are _other.",
                MAX_SERIES,
                "pod_namespace",
                tags -> tags.and(NAMESPACE, BoundedLabel.OTHER));
    }

    void count(String namespace, String category) {
        counters.increment(labels(namespaces.of(namespace), category));
    }

    /** Takes note of the namespaces that exist. Cheap if they are the same as before. */
    synchronized void namespaces(Set<String> now) {
        if (!now.equals(existing)) {
            existing = Set.copyOf(now);
            expect();
        }
    }

    /** Takes note of the categories that failures can have, the more important first. */
    synchronized void categories(Collection<String> now) {
        categories = now.stream().distinct().toList();
        expect();
    }

    /** Too many namespaces, and nobody knows which of them will fail. */
    private void expect() {
        counters.expect(
                existing.size() > MAX_NAMESPACES
                        ? List.of()
                        : existing.stream()
                                .sorted()
                                .flatMap(namespace -> categories.stream().map(category -> labels(namespace, category)))
                                .toList());
    }

    private static Tags labels(String namespace, String category) {
        return Tags.of(NAMESPACE, namespace, "category", category);
    }
}
