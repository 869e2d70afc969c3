package dev.podfailure.pod;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All namespaces of the cluster, by an informer that keeps nothing of them but labels. */
final class WatchedNamespaces implements NamespaceLabels {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedNamespaces.class);

    private volatile boolean closed;
    private final SharedIndexInformer<Namespace> informer;
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    WatchedNamespaces(KubernetesClient client) {
        informer = client.namespaces()
                .runnableInformer(0)
                .itemStore(new TransformingItemStore<>(WatchedNamespaces::trim))
                .addEventHandler(new Changes())
                .exceptionHandler(WatchedNamespaces::tryAgain);
    }

    @Override
    public void start() {
        var unused = informer.start().whenComplete((done, error) -> {
            if (error != null && !closed) {
                LOG.atError().setCause(error).log("Namespaces cannot be followed");
            }
        });
    }

    @Override
    public String problem() {
        if (!informer.isRunning()) {
            return "namespaces are not followed";
        }
        return informer.hasSynced() ? "" : "namespaces are not listed yet";
    }

    @Override
    public Optional<Map<String, String>> of(String namespace) {
        return Optional.ofNullable(informer.getStore().getByKey(namespace)).map(WatchedNamespaces::labels);
    }

    @Override
    public Set<String> names() {
        return Set.copyOf(informer.getStore().listKeys());
    }

    @Override
    public void onChange(Consumer<String> listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        closed = true;
        informer.close();
    }

    private void changed(Namespace namespace) {
        listeners.forEach(listener -> listener.accept(namespace.getMetadata().getName()));
    }

    static Namespace trim(Namespace namespace) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace.getMetadata().getName())
                .withUid(namespace.getMetadata().getUid())
                .withResourceVersion(namespace.getMetadata().getResourceVersion())
                .withLabels(namespace.getMetadata().getLabels())
                .endMetadata()
                .build();
    }

    static Map<String, String> labels(Namespace namespace) {
        return Map.copyOf(Objects.requireNonNullElse(namespace.getMetadata().getLabels(), Map.of()));
    }

    private static boolean tryAgain(boolean started, Throwable error) {
        LOG.atWarn()
                .addKeyValue("error", error.getMessage())
                .log("Namespaces could not be listed or watched; trying again");
        return true;
    }

    private final class Changes implements ResourceEventHandler<Namespace> {
        @Override
        public void onAdd(Namespace added) {
            changed(added);
        }

        @Override
        public void onUpdate(Namespace before, Namespace after) {
            if (!labels(before).equals(labels(after))) {
                changed(after);
            }
        }

        @Override
        public void onDelete(Namespace last, boolean finalStateUnknown) {
            // Its pods are gone already.
        }
    }
}
