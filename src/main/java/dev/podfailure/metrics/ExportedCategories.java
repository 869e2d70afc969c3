package dev.podfailure.metrics;

import dev.podfailure.rules.CategoryPair;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * The pairs that have counters. A pair stays once it is in, because a counter must not go back; when the limit is
 * reached, new ones are folded into {@link #OTHER}. Thread-safe.
 */
final class ExportedCategories {
    static final CategoryPair OTHER = new CategoryPair(BoundedLabel.OTHER, "");

    private final int limit;
    private volatile Set<CategoryPair> exported = Set.of();

    ExportedCategories(int limit) {
        this.limit = limit;
    }

    /** Takes these pairs in as far as there is room, earlier ones first. */
    synchronized void add(Collection<CategoryPair> pairs) {
        Set<CategoryPair> next = new HashSet<>(exported);
        for (CategoryPair pair : pairs) {
            if (next.size() < limit) {
                next.add(pair);
            }
        }
        exported = Set.copyOf(next);
    }

    /** What a pair is counted under. */
    CategoryPair labelOf(CategoryPair pair) {
        return exported.contains(pair) ? pair : OTHER;
    }
}
