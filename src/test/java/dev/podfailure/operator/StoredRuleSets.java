package dev.podfailure.operator;

import static org.awaitility.Awaitility.await;

import dev.podfailure.api.FailureCategoryRuleSet;
import dev.podfailure.rig.ControlPlane;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.Map;

/** Rule sets of a cluster, applied from YAML as a user does it. */
public record StoredRuleSets(ControlPlane plane) {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    /** Applies a rule set and waits until the operator says that it looked at this version. */
    public FailureCategoryRuleSet apply(String namespace, String name, String spec) {
        put(namespace, name, spec);
        return await().atMost(Duration.ofSeconds(20)).until(() -> find(namespace, name), StoredRuleSets::isObserved);
    }

    /** Applies a rule set and waits for nothing. */
    public void put(String namespace, String name, String spec) {
        plane.kubectlWithInput(
                        YAML.asJson(Map.of(
                                "apiVersion",
                                "podfailure.dev/v1alpha1",
                                "kind",
                                "FailureCategoryRuleSet",
                                "metadata",
                                Map.of("namespace", namespace, "name", name),
                                "spec",
                                YAML.unmarshal(spec, Map.class))),
                        "apply",
                        "--server-side",
                        "-f",
                        "-")
                .output();
    }

    FailureCategoryRuleSet find(String namespace, String name) {
        return plane.admin()
                .resources(FailureCategoryRuleSet.class)
                .inNamespace(namespace)
                .withName(name)
                .require();
    }

    /** Status, reason and message of a condition. */
    String condition(String namespace, String name, String type) {
        for (var condition : find(namespace, name).getStatus().path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition.path("status").asText() + " "
                        + condition.path("reason").asText() + " "
                        + condition.path("message").asText();
            }
        }
        return "";
    }

    private static boolean isObserved(FailureCategoryRuleSet stored) {
        return stored.getStatus() != null
                && stored.getStatus().path("observedGeneration").asLong()
                        == stored.getMetadata().getGeneration();
    }
}
