package dev.podfailure.pod;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The labels of the namespaces that pods fail in, for rule sets with a {@code namespaceSelector}. Thread-safe. */
public interface NamespaceLabels extends AutoCloseable {
    /** How old labels can be that cannot be watched. */
    Duration REFRESH = Duration.ofMinutes(1);

    /** Begins to read; does not wait for it. */
    void start();

    /** What stands in the way of deciding about pods: {@code ""} once every namespace was read. */
    String problem();

    /** The labels of a namespace; absent if there is none of this name, or it was not heard of yet. */
    Optional<Map<String, String>> of(String namespace);

    /** The names of the namespaces that are known now. */
    Set<String> names();

    /** Calls the listener with the name of each namespace that appears or whose labels change. It must not block. */
    void onChange(Consumer<String> listener);

    @Override
    void close();

    /**
     * The namespaces of a cluster.
     *
     * @param namespaces which of them; empty for all. Only all can be watched: a right to list some does not exist.
     */
    static NamespaceLabels of(KubernetesClient client, Set<String> namespaces) {
        return namespaces.isEmpty() ? new WatchedNamespaces(client) : new PolledNamespaces(client, namespaces, REFRESH);
    }
}
