package dev.podfailure.demo;

import dev.podfailure.rig.PodRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A recorded pod in the demo.
 *
 * @param pod the record
 * @param namespace where it is played
 * @param expected what the rule sets of {@code examples/} say of it
 */
record Cast(PodRecord pod, String namespace, Expectation expected) {
    /** The first two have no rule sets of their own. */
    static final List<String> NAMESPACES = List.of("web", "training", "batch");

    private static final String TENANT = "batch";

    /** The pods of the expectations, by namespace/name. */
    static Map<String, Cast> load() {
        Map<String, Cast> cast = new LinkedHashMap<>();
        Expectation.load().forEach((record, expected) -> {
            String namespace = expected.rule().startsWith(TENANT + "/") ? TENANT : NAMESPACES.get(cast.size() % 2);
            PodRecord pod = PodRecord.load(record);
            cast.put(namespace + "/" + pod.podName(), new Cast(pod, namespace, expected));
        });
        return cast;
    }
}
