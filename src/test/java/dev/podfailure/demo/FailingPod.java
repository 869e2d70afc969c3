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
 * @param category expected
 * @param subcategory expected
 */
record FailingPod(String name, String spec, String category, String subcategory) {
    private static final List<FailingPod> ALL = List.of(
            new FailingPod(
                    "exit-code",
                    "{containers: [{name: main, image: IMAGE, command: [sh, -c, exit 3]}]}",
                    "application",
                    "error"),
            new FailingPod(
                    "crash",
                    "{containers: [{name: main, image: IMAGE, command:"
                            // Kubernetes makes $ of $$; the process that crashes must not be the first one.
                            + " [sh, -c, \"sh -c 'kill -SEGV $$$$'; exit $?\"]}]}",
                    "application",
                    "crash"),
            new FailingPod(
                    "no-such-command",
                    "{containers: [{name: main, image: IMAGE, command: [no-such-command]}]}",
                    "configuration",
                    "command"),
            new FailingPod(
                    "out-of-memory",
                    "{containers: [{name: main, image: IMAGE, command: [tail, /dev/zero],"
                            + " resources: {limits: {memory: 32Mi}}}]}",
                    "resources",
                    "memory-limit"),
            new FailingPod(
                    "missing-secret",
                    "{activeDeadlineSeconds: 15, volumes: [{name: s, secret: {secretName: not-there}}], containers:"
                            + " [{name: main, image: IMAGE, volumeMounts: [{name: s, mountPath: /s}]}]}",
                    "configuration",
                    "missing-object"));

    static List<FailingPod> all() {
        return ALL;
    }

    /** What is expected, by namespace/name; of any rule, for the cluster may have rule sets of its own. */
    static Map<String, Expectation> expectations(String namespace) {
        Map<String, Expectation> all = new LinkedHashMap<>();
        for (FailingPod pod : ALL) {
            all.put(namespace + "/" + pod.name(), new Expectation(pod.category(), pod.subcategory(), ""));
        }
        return all;
    }

    Pod manifest(String namespace, String image) {
        Pod pod = Serialization.unmarshal(
                "apiVersion: v1\nkind: Pod\nspec: " + spec.replace("IMAGE", "'" + image + "'"), Pod.class);
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
