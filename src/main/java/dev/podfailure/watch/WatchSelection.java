package dev.podfailure.watch;

import dev.podfailure.events.v1alpha1.FailureFilter;
import dev.podfailure.events.v1alpha1.WatchRequest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to watch.
 *
 * @param namespaces of the pods; empty for all
 * @param categories each a category, or {@code category/subcategory}; empty for all
 * @param labelSelector in the words of kubectl; {@code ""} for any labels
 * @param snapshot whether to begin with what exists
 * @param since to begin with what was classified at this time or later; not together with a snapshot
 * @param stopAtEnd whether to end once everything is told that was known at the start
 */
public record WatchSelection(
        List<String> namespaces,
        List<String> categories,
        String labelSelector,
        boolean snapshot,
        @Nullable Instant since,
        boolean stopAtEnd) {
    public WatchSelection {
        namespaces = List.copyOf(namespaces);
        categories = List.copyOf(categories);
    }

    /** The request that begins the stream. */
    WatchRequest request() {
        WatchRequest.Builder request = WatchRequest.newBuilder().setStopAtEnd(stopAtEnd);
        if (categories.isEmpty()) {
            FailureFilter filter = filter().build();
            if (!filter.equals(FailureFilter.getDefaultInstance())) {
                request.addInclude(filter);
            }
        }
        categories.forEach(category -> request.addInclude(filter(category)));
        if (since != null) {
            request.getSinceBuilder().setSeconds(since.getEpochSecond()).setNanos(since.getNano());
        } else if (snapshot) {
            request.setSnapshot(true);
        }
        return request.build();
    }

    private FailureFilter filter(String category) {
        int slash = category.indexOf('/');
        return slash < 0
                ? filter().addCategories(category).build()
                : filter().addCategories(category.substring(0, slash))
                        .addSubcategories(category.substring(slash + 1))
                        .build();
    }

    private FailureFilter.Builder filter() {
        return FailureFilter.newBuilder().addAllNamespaces(namespaces).setLabelSelector(labelSelector);
    }
}
