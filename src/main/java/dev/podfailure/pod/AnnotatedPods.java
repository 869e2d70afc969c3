package dev.podfailure.pod;

import dev.podfailure.rules.CategoryPair;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** How many annotated failed pods exist, by category; kept up to date change by change. Thread-safe. */
final class AnnotatedPods {
    private final Map<CategoryPair, Long> counts = new ConcurrentHashMap<>();

    /** Takes note that a pod's record was replaced; absent: it has none, or there is no pod. */
    void replaced(Optional<CategoryPair> from, Optional<CategoryPair> to) {
        if (from.equals(to)) {
            return;
        }
        from.ifPresent(pair -> counts.computeIfPresent(pair, (key, count) -> count > 1 ? count - 1 : null));
        to.ifPresent(pair -> counts.merge(pair, 1L, Long::sum));
    }

    Map<CategoryPair, Long> counts() {
        return Map.copyOf(counts);
    }
}
