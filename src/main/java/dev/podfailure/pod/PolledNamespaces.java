package dev.podfailure.pod;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few namespaces, read one by one every now and then: a role in a namespace can allow to get that namespace, never to
 * list or watch it. One that may not be read has no labels.
 */
final class PolledNamespaces implements NamespaceLabels {
    private static final Logger LOG = LoggerFactory.getLogger(PolledNamespaces.class);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

    private final KubernetesClient client;
    private final Set<String> namespaces;
    private final Duration refresh;
    private final BackgroundTasks background = new BackgroundTasks(1);
    private final Map<String, Map<String, String>> labels = new ConcurrentHashMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean complete;

    /** Whose trouble stands in the log. Of the one thread that reads. */
    private final Set<String> told = new HashSet<>();

    PolledNamespaces(KubernetesClient client, Set<String> namespaces, Duration refresh) {
        this.client = client;
        this.namespaces = Set.copyOf(namespaces);
        this.refresh = refresh;
    }

    @Override
    public void start() {
        background.run(this::readAll, Duration.ZERO);
    }

    @Override
    public String problem() {
        return complete ? "" : "namespaces are not read yet";
    }

    @Override
    public Optional<Map<String, String>> of(String namespace) {
        return Optional.ofNullable(labels.get(namespace));
    }

    @Override
    public Set<String> names() {
        return Set.copyOf(labels.keySet());
    }

    @Override
    public void onChange(Consumer<String> listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        background.close();
    }

    private void readAll() {
        boolean answered = true;
        try {
            for (String namespace : namespaces) {
                answered &= read(namespace);
            }
            complete |= answered;
        } finally {
            background.run(this::readAll, answered ? refresh : TRY_AGAIN);
        }
    }

    /** Returns whether there was an answer, be it a refusal. Without one, what is known stays. */
    private boolean read(String namespace) {
        try {
            Namespace found = client.namespaces().withName(namespace).get();
            told.remove(namespace);
            put(namespace, Optional.ofNullable(found).map(WatchedNamespaces::labels));
            return true;
        } catch (KubernetesClientException e) {
            boolean refused = e.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
            if (told.add(namespace)) {
                LOG.atWarn()
                        .addKeyValue("namespace", namespace)
                        .addKeyValue("code", e.getCode())
                        .addKeyValue("error", e.getMessage())
                        .log(
                                "Cannot read the labels of a namespace; no namespaceSelector that asks for one chooses it");
            }
            if (refused) {
                put(namespace, Optional.of(Map.of()));
            }
            return refused;
        }
    }

    private void put(String namespace, Optional<Map<String, String>> found) {
        Map<String, String> before = found.isEmpty() ? labels.remove(namespace) : labels.put(namespace, found.get());
        if (found.isPresent() && !found.get().equals(before)) {
            listeners.forEach(listener -> listener.accept(namespace));
        }
    }
}
