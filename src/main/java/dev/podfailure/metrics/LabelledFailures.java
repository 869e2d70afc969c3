package dev.podfailure.metrics;

import io.micrometer.core.instrument.Tags;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Failed pods by labels of theirs that the operator was told to count by, such as a queue or a team. All of them stand in
 * one series, so that one can ask for the teams of a queue. Thread-safe.
 */
final class LabelledFailures {
    private static final int MAX_VALUES = 200;
    private static final int MAX_SERIES = 5_000;

    private record Dimension(String name, BoundedLabel values) {
        String of(String value) {
            return value.isEmpty() ? "" : values.of(value);
        }
    }

    /** By the key of the pod's label. */
    private final Map<String, Dimension> dimensions = new LinkedHashMap<>();

    private final BoundedCounters counters;

    /** @param names names of the labels in the metric, by the key of the pod's label; without any, nothing is exported */
    LabelledFailures(Meters meters, Map<String, String> names) {
        names.forEach((key, name) ->
                dimensions.put(key, new Dimension(name, new BoundedLabel(MAX_VALUES, meters.folded(name)))));
        counters = meters.counters(
                "podfailure.pod.label.failures",
                "Failed pods, by the labels of --metrics-pod-label; values beyond the first 200 are _other.",
                MAX_SERIES,
                "pod_label",
                this::other);
    }

    void count(Map<String, String> podLabels, String category) {
        if (dimensions.isEmpty()) {
            return;
        }
        Tags labels = Tags.of("category", category);
        for (var dimension : dimensions.entrySet()) {
            labels = labels.and(
                    dimension.getValue().name(),
                    dimension.getValue().of(podLabels.getOrDefault(dimension.getKey(), "")));
        }
        counters.increment(labels);
    }

    private Tags other(Tags labels) {
        Tags other = labels;
        for (Dimension dimension : dimensions.values()) {
            other = other.and(dimension.name(), BoundedLabel.OTHER);
        }
        return other;
    }
}
