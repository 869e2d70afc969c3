package dev.podfailure.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podfailure.operator.RunningOperator;
import dev.podfailure.operator.StoredRuleSets;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.RequiresControlPlane;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Green, red or waiting: what Argo CD and Flux show for rule sets as an operator on a real API server leaves them. */
@RequiresControlPlane
class HealthIT {
    private static final String TENANT = "team-a";
    private static final String RULE = "{name: r, category: c, onExitCodes: {operator: In, values: [64]}}";
    private static final String IGNORING =
            "{name: i, category: c, outcome: Ignored, onExitCodes: {operator: In, values: [65]}}";

    /** By what happened to them. */
    private static final Map<String, JsonNode> RULE_SETS = new TreeMap<>();

    private static ControlPlane plane;

    @BeforeAll
    static void judge(ControlPlane controlPlane) {
        plane = controlPlane;
        RunningOperator.install(plane);
        plane.createNamespace(TENANT);
        StoredRuleSets stored = new StoredRuleSets(plane);
        try (RunningOperator operator = RunningOperator.start(plane)) {
            stored.apply(TENANT, "accepted", "rules: [" + RULE + "]");
            stored.apply(TENANT, "shadow", "enforcement: Shadow\nrules: [" + RULE + "]");
            // A tenant may not ignore failures, nor stand above the platform.
            stored.apply(TENANT, "partially-invalid", "rules: [" + RULE + ", " + IGNORING + "]");
            stored.apply(TENANT, "rejected", "priority: 500\nrules: [" + RULE + "]");
            stored.apply(TENANT, "stale", "rules: [" + RULE + "]");
            stored.apply(TENANT, "stale-and-rejected", "priority: 500\nrules: [" + RULE + "]");
            stored.apply(TENANT, "being-deleted", "rules: [" + RULE + "]");
            assertThat(operator.failures()).isEmpty();
        }
        stored.put(TENANT, "stale", "rules: []");
        stored.put(TENANT, "stale-and-rejected", "rules: [" + RULE + "]");
        stored.put(TENANT, "no-status", "rules: [" + RULE + "]");
        plane.kubectl(
                        "patch",
                        "fcrs",
                        "being-deleted",
                        "--namespace=" + TENANT,
                        "--type=merge",
                        "--patch={\"metadata\": {\"finalizers\": [\"example.com/held\"]}}")
                .output();
        plane.kubectl("delete", "fcrs", "being-deleted", "--namespace=" + TENANT, "--wait=false")
                .output();
        Serialization.unmarshal(
                        plane.kubectl("get", "fcrs", "--namespace=" + TENANT, "--output=json")
                                .output(),
                        JsonNode.class)
                .path("items")
                .forEach(item -> RULE_SETS.put(item.at("/metadata/name").asText(), item));
    }

    @ParameterizedTest
    @CsvSource({
        "accepted,           Healthy,     1 of 1 rule is active",
        "shadow,             Healthy,     1 of 1 rule is active",
        "partially-invalid,  Degraded,    spec.rules[1]",
        "rejected,           Degraded,    PriorityNotAllowed",
        "stale,              Progressing, the operator has not looked at this version yet",
        "stale-and-rejected, Progressing, the operator has not looked at this version yet",
        "no-status,          Progressing, the operator has not looked at this version yet",
        "being-deleted,      Progressing, is being deleted",
    })
    void argoShows(String name, String status, String message) {
        ArgoHealth health = ArgoHealth.of(ruleSet(name));

        assertThat(health.status()).isEqualTo(status);
        assertThat(health.message()).contains(message);
    }

    @ParameterizedTest
    @CsvSource({
        "accepted,           Current",
        "shadow,             Current",
        "partially-invalid,  Failed",
        "rejected,           Failed",
        "stale,              InProgress",
        "stale-and-rejected, InProgress",
        "no-status,          Unknown",
        "being-deleted,      InProgress",
    })
    void fluxShows(String name, String status) throws IOException {
        assertThat(FluxHealth.documented().of(ruleSet(name))).isEqualTo(status);
    }

    /** Flux without expressions, and whoever else goes by kstatus, looks at these two conditions. */
    @ParameterizedTest
    @CsvSource({
        "accepted,          True,  False",
        "partially-invalid, False, True",
        "rejected,          False, True",
    })
    void theConditionsAreThoseOfKstatus(String name, String ready, String stalled) {
        assertThat(condition(name, "Ready")).isEqualTo(ready);
        assertThat(condition(name, "Stalled")).isEqualTo(stalled);
        assertThat(condition(name, "Reconciling")).isEmpty();
    }

    @Test
    void theSettingsOfArgoHaveTheScript() throws IOException {
        JsonNode settings = Serialization.unmarshal(
                Files.readString(Path.of("gitops", "argocd", "argocd-cm.yaml")), JsonNode.class);

        assertThat(settings.path("data")
                        .path("resource.customizations.health.podfailure.dev_FailureCategoryRuleSet")
                        .asText())
                .isEqualTo(Files.readString(ArgoHealth.SCRIPT));
    }

    private static String condition(String name, String type) {
        for (JsonNode condition : ruleSet(name).at("/status/conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition.path("status").asText();
            }
        }
        return "";
    }

    private static JsonNode ruleSet(String name) {
        JsonNode found = RULE_SETS.get(name);
        if (found == null) {
            throw new IllegalArgumentException(name);
        }
        return found;
    }
}
