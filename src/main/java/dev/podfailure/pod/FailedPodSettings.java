package dev.podfailure.pod;

import java.time.Duration;
import java.util.Set;

/**
 * How failed pods are decided.
 *
 * @param namespaces namespaces to watch; empty for the whole cluster
 * @param settle how long to wait for facts that are still missing, from first sight
 * @param rulesSettle how long the rules must have been unchanged before a default is written
 * @param identity this replica, as in {@code /committed-by}; no two processes have the same, not even one after the other
 * @param evidenceText whether the matched part of a text is in {@code /evidence}
 * @param podLabels keys of the pod labels that go into the log
 * @param requestTimeout how long one request to the API server may take
 */
public record FailedPodSettings(
        Set<String> namespaces,
        Duration settle,
        Duration rulesSettle,
        String identity,
        boolean evidenceText,
        Set<String> podLabels,
        Duration requestTimeout) {
    public FailedPodSettings {
        namespaces = Set.copyOf(namespaces);
        podLabels = Set.copyOf(podLabels);
    }
}
