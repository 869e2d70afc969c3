package dev.podfailure.pod;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Labels of namespaces that a test gives. */
final class KnownNamespaces implements NamespaceLabels {
    private final Map<String, Map<String, String>> labels = new ConcurrentHashMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    KnownNamespaces label(String namespace, Map<String, String> now) {
        labels.put(namespace, now);
        listeners.forEach(listener -> listener.accept(namespace));
        return this;
    }

    @Override
    public void start() {
        // They are known from the start.
    }

    @Override
    public String problem() {
        return "";
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
        // Nothing runs.
    }
}
