package dev.podfailure.demo;

import dev.podfailure.failure.PodAnnotations;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Watches pods and writes a row for each one that gets its category. */
final class PodTable implements AutoCloseable {
    private final Screen screen;
    private final Map<String, Expectation> answers = new ConcurrentHashMap<>();
    private final SharedIndexInformer<Pod> informer;

    PodTable(Informable<Pod> pods, Screen screen) {
        this.screen = screen;
        this.informer = pods.inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Pod pod) {
                look(pod);
            }

            @Override
            public void onUpdate(Pod before, Pod pod) {
                look(pod);
            }

            @Override
            public void onDelete(Pod pod, boolean unknown) {
                look(pod);
            }
        });
    }

    /** The answers so far, by namespace/name. */
    Map<String, Expectation> answers() {
        return Map.copyOf(answers);
    }

    private void look(Pod pod) {
        PodAnnotations.read(pod)
                .ifPresent(record -> show(
                        pod.getMetadata().getNamespace(),
                        pod.getMetadata().getName(),
                        new Expectation(record.category(), record.subcategory(), record.rule())));
    }

    private void show(String namespace, String name, Expectation answer) {
        if (answers.put(namespace + "/" + name, answer) == null) {
            String rule = answer.rule().isEmpty() ? "(default)" : answer.rule();
            screen.row(namespace, name, answer.category(), answer.subcategory(), rule);
        }
    }

    @Override
    public void close() {
        informer.close();
    }
}
