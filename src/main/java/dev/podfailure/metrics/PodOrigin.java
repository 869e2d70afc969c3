package dev.podfailure.metrics;

import java.util.Map;

/**
 * Where a failed pod comes from.
 *
 * @param namespace its namespace
 * @param labels its labels
 */
public record PodOrigin(String namespace, Map<String, String> labels) {
    public PodOrigin {
        labels = Map.copyOf(labels);
    }
}
