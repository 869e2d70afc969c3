package dev.podfailure.demo;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A pod that fails in any cluster.
 *
 * @param name of the pod
 * @param spec beside the restart policy, in YAML; {@code IMAGE} stands for the image
 * @param ruleSet of {@code examples/}, with the rule that has to win
 * @param category expected
 * @param subcategory expected
 */
record FailingPod(String name, String spec, String ruleSet, String category, String subcategory) {
    private static final List<FailingPod> ALL = List.of(
            new FailingPod(
                    "exit-code",
                    "{containers: [{name: main, image: IMAGE, command: [sh, -c, exit 3]}]}",
                    "first-rules/exited-with-an-error",
                    "application",
                    "error"),
            new FailingPod(
                    "crash",
                    "{containers: [{name: main, image: IMAGE, command:"
                            // Kubernetes makes $ of $$; the process that crashes must not be the first one.
                            + " [sh, -c, \"sh -c 'kill -SEGV $$$$'; exit $?\"]}]}",
                    "first-rules/crashed",
                    "application",
                    "crash"),
            new FailingPod(
                    "no-such-command",
                    "{containers: [{name: main, image: IMAGE, command: [no-such-command]}]}",
                    "images-and-start/command-missing",
                    "configuration",
                    "command"),
            new FailingPod(
                    "out-of-memory",
                    "{containers: [{name: main, image: IMAGE, command: [tail, /dev/zero],"
                            + " resources: {limits: {memory: 32Mi}}}]}",
                    "memory-and-nodes/memory-limit",
                    "resources",
                    "memory-limit"),
            new FailingPod(
                    "missing-secret",
                    "{activeDeadlineSeconds: 15, volumes: [{name: s, secret: {secretName: not-there}}], containers:"
                            + " [{name: main, image: IMAGE, volumeMounts: [{name: s, mountPath: /s}]}]}",
                    "images-and-start/secret-or-config-map-missing",
                    "configuration",
                    "missing-object"));

    static List<FailingPod> all() {
        return ALL;
    }

    /** What is expected, by namespace/name. */
    static Map<String, Expectation> expectations(String namespace) {
        Map<String, Expectation> all = new LinkedHashMap<>();
        for (FailingPod pod : ALL) {
            String rule = namespace + "/" + pod.ruleSet();
            all.put(namespace + "/" + pod.name(), new Expectation(pod.category(), pod.subcategory(), rule));
        }
        return all;
    }

    Pod manifest(String namespace, String image) {
        Pod pod = Serialization.unmarshal(
                "{apiVersion: v1, kind: Pod, spec: " + spec.replace("IMAGE", "'" + image + "'") + "}", Pod.class);
        return pod.edit()
                .editOrNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .editSpec()
                .withRestartPolicy("Never")
                .withTerminationGracePeriodSeconds(1L)
                .endSpec()
                .build();
    }
}
