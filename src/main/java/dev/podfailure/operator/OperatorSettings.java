package dev.podfailure.operator;

import dev.podfailure.pod.FailedPodSettings;
import dev.podfailure.stream.LogSettings;
import dev.podfailure.stream.StreamSettings;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Everything that a user can set about the operator process, parsed once. The constructor refuses with the option's name.
 *
 * @param namespace namespace of the operator: rule sets in it apply to every namespace
 * @param watchNamespaces namespaces whose pods and rule sets are watched; empty means all
 * @param bindAddress address that both ports listen on
 * @param httpPort port of {@code /metrics}, {@code /livez}, {@code /readyz}; 0 takes a free one
 * @param grpcPort port of the gRPC stream; 0 takes a free one
 * @param leaderElection whether to wait for the lease before writing
 * @param leaseName name of the lease in {@code namespace}
 * @param identity name of this replica, in the lease and in {@code podfailure.dev/committed-by}
 * @param settle how long an incomplete failed pod is waited for
 * @param rulesSettle how long the rules must be unchanged before a default is written
 * @param defaultCategory category of unmatched pods when no applicable rule set has one
 * @param clusterName {@code cluster_id} of the events; may be empty
 * @param eventSinks where events are pushed to
 * @param tenantPriorityLimit highest priority of a rule set outside {@code namespace}
 * @param tenantIgnore whether rule sets outside {@code namespace} may use {@code outcome: Ignored}
 * @param podLabels keys of the pod labels that go into events and the log
 * @param evidenceText whether the matched part of a text stands in the evidence
 * @param podEvents whether an Event tells of each classified pod
 * @param maxCategories most (category, subcategory) pairs that are exported
 * @param metricsPodLabels labels of pods that failures are counted by
 * @param concurrency pods that are decided at the same time
 * @param startupTimeout how long to try for a usable API server before the process gives up
 * @param stopTimeout how long work in flight may take after SIGTERM
 * @param security how both ports are protected
 */
public record OperatorSettings(
        String namespace,
        Set<String> watchNamespaces,
        String bindAddress,
        int httpPort,
        int grpcPort,
        boolean leaderElection,
        String leaseName,
        String identity,
        Duration settle,
        Duration rulesSettle,
        String defaultCategory,
        String clusterName,
        EventSinkSettings eventSinks,
        int tenantPriorityLimit,
        boolean tenantIgnore,
        Set<String> podLabels,
        boolean evidenceText,
        boolean podEvents,
        int maxCategories,
        PodLabelNames metricsPodLabels,
        int concurrency,
        Duration startupTimeout,
        Duration stopTimeout,
        SecuritySettings security) {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern LABEL_VALUE = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?");
    static final Pattern LABEL_KEY =
            Pattern.compile("([a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?/)?" + LABEL_VALUE.pattern());
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    public OperatorSettings {
        watchNamespaces = Set.copyOf(watchNamespaces);
        matches("--namespace", namespace, DNS_LABEL, "the name of a namespace");
        watchNamespaces.forEach(
                watched -> matches("--watch-namespaces", watched, DNS_LABEL, "a list of names of namespaces"));
        within("--http-port", httpPort, 0, 65_535);
        within("--grpc-port", grpcPort, 0, 65_535);
        if (httpPort == grpcPort && httpPort != 0) {
            throw new InvalidSettingException("--grpc-port", "is " + grpcPort + ", which is --http-port already");
        }
        matches("--lease-name", leaseName, DNS_LABEL, "the name of a lease");
        if (identity.isBlank() || identity.length() > 253) {
            throw new InvalidSettingException("--identity", "must have 1 to 253 characters");
        }
        within("--settle", settle, Duration.ZERO, Duration.ofMinutes(1));
        within("--rules-settle", rulesSettle, Duration.ZERO, Duration.ofMinutes(10));
        if (!defaultCategory.isEmpty()) {
            matches("--default-category", defaultCategory, LABEL_VALUE, "a label value, or empty");
        }
        if (clusterName.length() > 253) {
            throw new InvalidSettingException("--cluster-name", "must have at most 253 characters");
        }
        within("--tenant-priority-limit", tenantPriorityLimit, -1_000, 1_000);
        podLabels = Set.copyOf(podLabels);
        podLabels.forEach(key -> matches("--pod-labels", key, LABEL_KEY, "a list of keys of labels"));
        within("--pod-labels", podLabels.size(), 0, 32);
        within("--max-categories", maxCategories, 1, 10_000);
        within("--concurrency", concurrency, 1, 64);
        within("--startup-timeout", startupTimeout, Duration.ZERO, Duration.ofHours(1));
        within("--stop-timeout", stopTimeout, Duration.ZERO, Duration.ofMinutes(10));
    }

    /** The namespaces to watch as a readable list. */
    public List<String> watchedNamespaces() {
        return watchNamespaces.stream().sorted().toList();
    }

    /** The namespaces whose rule sets count; empty means all. */
    Set<String> ruleSetNamespaces() {
        if (watchNamespaces.isEmpty()) {
            return Set.of();
        }
        Set<String> namespaces = new HashSet<>(watchNamespaces);
        namespaces.add(namespace);
        return Set.copyOf(namespaces);
    }

    /** @param replica unique name of this process, see {@code podfailure.dev/committed-by} */
    FailedPodSettings pods(String replica) {
        return new FailedPodSettings(
                watchNamespaces, settle, rulesSettle, replica, evidenceText, podLabels, REQUEST_TIMEOUT);
    }

    LogSettings log() {
        LogSettings usual = LogSettings.DEFAULT;
        return new LogSettings(usual.capacity(), watchNamespaces.size() <= 1, usual.settle());
    }

    StreamSettings stream() {
        String version = OperatorSettings.class.getPackage().getImplementationVersion();
        return StreamSettings.DEFAULT
                .withAddress(bindAddress)
                .withLabels(podLabels)
                .withServerVersion(version == null ? "" : version);
    }

    private static void matches(String option, String value, Pattern pattern, String expected) {
        if (!pattern.matcher(value).matches()) {
            throw new InvalidSettingException(option, "is \"" + value + "\", expected " + expected);
        }
    }

    private static <T extends Comparable<T>> void within(String option, T value, T lowest, T highest) {
        if (value.compareTo(lowest) < 0 || value.compareTo(highest) > 0) {
            throw new InvalidSettingException(option, "is " + value + ", expected " + lowest + " to " + highest);
        }
    }
}
