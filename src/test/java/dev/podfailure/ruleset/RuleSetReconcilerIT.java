package dev.podfailure.ruleset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podfailure.api.FailureCategoryRuleSet;
import dev.podfailure.metrics.CategoryUse;
import dev.podfailure.metrics.OperatorMetrics;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.RequiresControlPlane;
import dev.podfailure.rules.ActiveRules;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The operator's part for rule sets against a real API server, with the permissions of the manifests. */
@RequiresControlPlane
class RuleSetReconcilerIT {
    private static final String SYSTEM = RuleSets.OPERATOR_NAMESPACE;
    private static final String LIST = "/apis/podfailure.dev/v1alpha1/failurecategoryrulesets";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final ActiveRules RULES = new ActiveRules(Clock.systemUTC());
    private static final OperatorMetrics METRICS = new OperatorMetrics(1_000, Map.of());

    private static ControlPlane plane;
    private static Running running;

    private record Running(RuleSetInformer informer, Operator operator) {
        void stop() {
            operator.stop();
            informer.close();
        }
    }

    @BeforeAll
    static void start(ControlPlane controlPlane) {
        plane = controlPlane;
        RULES.onChange(() -> METRICS.failures().categories(CategoryUse.of(RULES)));
        plane.kubectl("create", "namespace", "tenant").output();
        plane.apply(
                Path.of("manifests", "00-namespace.yaml"),
                Path.of("manifests", "10-service-account.yaml"),
                Path.of("manifests", "20-operator-role.yaml"));
        storeWhatAnOlderVersionAllowed();
        plane.apply(Path.of("crds", "failurecategoryrulesets.podfailure.dev-v1.yml"));
        awaitServed();
        running = startOperator();
    }

    @AfterAll
    static void stop() {
        running.stop();
        METRICS.close();
    }

    private static Running startOperator() {
        KubernetesClient client = ControlPlane.client(plane.kubeconfigOf(SYSTEM, "podfailure"));
        RuleSetInformer informer =
                new RuleSetInformer(client, Set.of(), RuleSets::compile, RULES, METRICS.ruleSets(), METRICS.failures());
        Operator operator =
                new Operator(overrider -> overrider.withKubernetesClient(client).withMetrics(METRICS.reconcilers()));
        operator.register(
                new RuleSetReconciler(
                        informer,
                        new BudgetWatch(SYSTEM),
                        Clock.systemUTC(),
                        METRICS.ruleSets(),
                        event -> {},
                        () -> true),
                overrider -> overrider.withItemStore(RuleSetReconciler.itemStore()));
        informer.start();
        operator.start();
        return new Running(informer, operator);
    }

    /** Objects of other types than the CRD has, as an earlier version of it may have let in. */
    private static void storeWhatAnOlderVersionAllowed() {
        apply("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: failurecategoryrulesets.podfailure.dev}
                spec:
                  group: podfailure.dev
                  scope: Namespaced
                  names: {kind: FailureCategoryRuleSet, plural: failurecategoryrulesets, singular: failurecategoryruleset}
                  versions:
                  - name: v1alpha1
                    served: true
                    storage: true
                    subresources: {status: {}}
                    schema:
                      openAPIV3Schema:
                        type: object
                        x-kubernetes-preserve-unknown-fields: true
                        properties:
                          spec: {x-kubernetes-preserve-unknown-fields: true}
                          status: {x-kubernetes-preserve-unknown-fields: true}
                """);
        plane.kubectl("wait", "--for=condition=Established", "crd/failurecategoryrulesets.podfailure.dev")
                .output();
        awaitServed();
        apply(ruleSet(SYSTEM, "old-text", "text") + "---\n"
                + ruleSet(
                        SYSTEM,
                        "old-priority",
                        "{priority: high, rules: [{name: a, category: b, onPodError: {pattern: x}}]}")
                + "---\n" + ruleSet(SYSTEM, "old-status", "{defaultCategory: from-old-status}"));
        plane.kubectl(
                        "patch",
                        "failurecategoryrulesets",
                        "old-status",
                        "--namespace",
                        SYSTEM,
                        "--subresource=status",
                        "--type=merge",
                        "--patch",
                        "{\"status\": \"fine\"}")
                .output();
    }

    /** For a moment after a change of the CRD the API server answers that its storage is being initialised. */
    private static void awaitServed() {
        await().atMost(PATIENCE)
                .until(() -> plane.kubectl("get", "--raw", LIST + "?resourceVersion=0")
                                        .exitCode()
                                == 0
                        && plane.kubectl("get", "--raw", LIST).exitCode() == 0);
    }

    private static void apply(String manifest) {
        plane.kubectlWithInput(manifest, "apply", "--server-side", "--force-conflicts", "-f", "-")
                .output();
    }

    private static String ruleSet(String namespace, String name, String spec) {
        return """
                apiVersion: podfailure.dev/v1alpha1
                kind: FailureCategoryRuleSet
                metadata: {namespace: %s, name: %s}
                spec: %s
                """.formatted(namespace, name, spec);
    }

    private static String rule(String name, String fields) {
        return "{name: %s, category: %s, onPodError: {pattern: x}%s}".formatted(name, name, fields);
    }

    private static FailureCategoryRuleSet get(String namespace, String name) {
        return Objects.requireNonNull(plane.admin()
                .resources(FailureCategoryRuleSet.class)
                .inNamespace(namespace)
                .withName(name)
                .get());
    }

    private static JsonNode status(String namespace, String name) {
        return StoredRuleSet.status(get(namespace, name));
    }

    private static JsonNode condition(JsonNode status, String type) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition;
            }
        }
        return RuleSets.json("{}");
    }

    private static void awaitStatus(String namespace, String name, long generation) {
        await().atMost(PATIENCE)
                .until(() -> status(namespace, name).path("observedGeneration").asLong() == generation);
    }

    @Test
    void writesTheStatus() {
        apply(ruleSet(SYSTEM, "whole", "{rules: [" + rule("a", "") + "," + rule("b", "") + "]}"));

        awaitStatus(SYSTEM, "whole", 1);
        JsonNode status = status(SYSTEM, "whole");
        assertThat(status.path("rules")).isEqualTo(RuleSets.json("{'total': 2, 'active': 2}"));
        assertThat(status.path("conditions")).hasSize(4).allSatisfy(condition -> {
            assertThat(condition.path("observedGeneration").asLong()).isEqualTo(1);
            assertThat(condition.path("message").asText()).isNotEmpty();
        });
        assertThat(condition(status, "Ready").path("status").asText()).isEqualTo("True");
        assertThat(condition(status, "Stalled").path("status").asText()).isEqualTo("False");
        assertThat(get(SYSTEM, "whole").getFinalizers()).isEmpty();
    }

    @Test
    void kubectlShowsHowItStands() {
        apply(ruleSet(SYSTEM, "shown", "{priority: 3, rules: [" + rule("a", "") + "]}"));
        awaitStatus(SYSTEM, "shown", 1);

        assertThat(plane.kubectl("get", "fcrs", "shown", "--namespace", SYSTEM).output())
                .containsPattern("shown +True +1 +1 +3 ");
        assertThat(plane.kubectl("wait", "fcrs/shown", "--namespace", SYSTEM, "--for=condition=Ready", "--timeout=5s")
                        .exitCode())
                .isZero();
    }

    @Test
    void listsABadRuleAndUsesTheOthers() {
        apply(ruleSet("tenant", "partial", "{rules: [" + rule("a", "") + "," + rule("b", ", outcome: Ignored") + "]}"));

        awaitStatus("tenant", "partial", 1);
        JsonNode status = status("tenant", "partial");
        assertThat(status.path("rules")).isEqualTo(RuleSets.json("{'total': 2, 'active': 1}"));
        assertThat(status.path("problems")).hasSize(1);
        assertThat(status.path("problems").path(0).path("path").asText()).isEqualTo("spec.rules[1].outcome");
        assertThat(condition(status, "PartiallyInvalid").path("message").asText())
                .startsWith("spec.rules[1].outcome (rule b): ");
        assertThat(condition(status, "Ready").path("status").asText()).isEqualTo("False");
    }

    @Test
    void doesNotAcceptATenantsPriority() {
        apply(ruleSet("tenant", "high", "{priority: 5, rules: [" + rule("a", "") + "]}"));

        awaitStatus("tenant", "high", 1);
        assertThat(condition(status("tenant", "high"), "Accepted")
                        .path("reason")
                        .asText())
                .isEqualTo("PriorityNotAllowed");
    }

    @Test
    void aStatusThatIsRightIsNotWrittenAgain() {
        apply(ruleSet(SYSTEM, "quiet", "{rules: [" + rule("a", "") + "]}"));
        awaitStatus(SYSTEM, "quiet", 1);
        plane.kubectl("label", "fcrs", "quiet", "--namespace", SYSTEM, "touched=yes")
                .output();
        String version = get(SYSTEM, "quiet").getMetadata().getResourceVersion();

        running.stop();
        running = startOperator();
        apply(ruleSet(SYSTEM, "later", "{rules: [" + rule("a", "") + "]}"));
        awaitStatus(SYSTEM, "later", 1);

        assertThat(get(SYSTEM, "quiet").getMetadata().getResourceVersion()).isEqualTo(version);
    }

    @Test
    void theTransitionTimeStaysWhileTheStatusDoes() {
        apply(ruleSet(SYSTEM, "edited", "{rules: [" + rule("a", "") + "]}"));
        awaitStatus(SYSTEM, "edited", 1);
        String since = condition(status(SYSTEM, "edited"), "Ready")
                .path("lastTransitionTime")
                .asText();

        apply(ruleSet(SYSTEM, "edited", "{rules: [" + rule("a", "") + "," + rule("b", "") + "]}"));

        awaitStatus(SYSTEM, "edited", 2);
        JsonNode ready = condition(status(SYSTEM, "edited"), "Ready");
        assertThat(ready.path("lastTransitionTime").asText()).isEqualTo(since);
        assertThat(ready.path("message").asText()).isEqualTo("2 of 2 rules are active");
    }

    @Test
    void keepsTheConditionsOfOtherWriters() {
        apply(ruleSet(SYSTEM, "shared", "{rules: [" + rule("a", "") + "]}"));
        awaitStatus(SYSTEM, "shared", 1);
        plane.kubectlWithInput(
                        """
                        apiVersion: podfailure.dev/v1alpha1
                        kind: FailureCategoryRuleSet
                        metadata: {namespace: podfailure-system, name: shared}
                        status:
                          conditions:
                          - {type: Audited, status: "True", reason: Seen, message: looked at, lastTransitionTime: "2026-01-01T00:00:00Z"}
                        """, "apply", "--server-side", "--subresource=status", "--field-manager=auditor", "-f", "-")
                .output();

        apply(ruleSet(SYSTEM, "shared", "{rules: [" + rule("a", "") + "," + rule("b", "") + "]}"));

        awaitStatus(SYSTEM, "shared", 2);
        assertThat(condition(status(SYSTEM, "shared"), "Audited").path("status").asText())
                .isEqualTo("True");
        assertThat(status(SYSTEM, "shared").path("conditions")).hasSize(5);
    }

    @Test
    void restoresAStatusThatSomebodyRemoved() {
        apply(ruleSet(SYSTEM, "robbed", "{rules: [" + rule("a", "") + "]}"));
        awaitStatus(SYSTEM, "robbed", 1);

        plane.kubectl(
                        "patch",
                        "fcrs",
                        "robbed",
                        "--namespace",
                        SYSTEM,
                        "--subresource=status",
                        "--type=json",
                        "--patch",
                        "[{\"op\": \"remove\", \"path\": \"/status\"}]")
                .output();

        awaitStatus(SYSTEM, "robbed", 1);
    }

    @Test
    void deletionTakesTheRulesOut() {
        apply(ruleSet(SYSTEM, "short-lived", "{rules: [" + rule("a", "") + "]}"));
        await().atMost(PATIENCE).until(() -> RULES.find(SYSTEM, "short-lived").isPresent());

        plane.kubectl("delete", "fcrs", "short-lived", "--namespace", SYSTEM, "--wait=false")
                .output();

        await().atMost(PATIENCE).until(() -> RULES.find(SYSTEM, "short-lived").isEmpty());
        await().atMost(PATIENCE)
                .until(() -> !METRICS.scrape("text/plain").contains("ruleset=\"podfailure-system/short-lived\""));
    }

    @Test
    void anotherObjectOfTheSameNameTakesItsPlace() {
        apply(ruleSet(SYSTEM, "replaced", "{rules: [" + rule("a", "") + "]}"));
        awaitStatus(SYSTEM, "replaced", 1);

        plane.kubectl("delete", "fcrs", "replaced", "--namespace", SYSTEM).output();
        apply(ruleSet(SYSTEM, "replaced", "{rules: [" + rule("a", "") + "," + rule("b", "") + "]}"));

        awaitStatus(SYSTEM, "replaced", 1);
        assertThat(status(SYSTEM, "replaced").path("rules").path("active").asInt())
                .isEqualTo(2);
        assertThat(RULES.find(SYSTEM, "replaced").orElseThrow().rules()).hasSize(2);
    }

    @Test
    void twoHundredSetsAtOnceSettle() {
        apply(IntStream.range(0, 200)
                .mapToObj(i -> ruleSet(
                        "tenant",
                        "many-" + i,
                        "{priority: %d, rules: [%s]}"
                                .formatted(i % 10 == 0 ? 1 : 0, rule("a", "") + "," + rule("b", ", outcome: Ignored"))))
                .collect(Collectors.joining("---\n")));

        await().atMost(PATIENCE).untilAsserted(() -> {
            var many =
                    plane
                            .admin()
                            .resources(FailureCategoryRuleSet.class)
                            .inNamespace("tenant")
                            .list()
                            .getItems()
                            .stream()
                            .filter(set -> set.getMetadata().getName().startsWith("many-"))
                            .collect(Collectors.groupingBy(
                                    set -> condition(StoredRuleSet.status(set), "Ready")
                                            .path("reason")
                                            .asText(),
                                    Collectors.counting()));
            assertThat(many).containsOnly(Map.entry("PriorityNotAllowed", 20L), Map.entry("InvalidRules", 180L));
        });
    }

    @Test
    void anObjectOfAnotherTypeIsReportedAndStopsNothing() {
        apply(ruleSet(SYSTEM, "beside-old", "{rules: [" + rule("a", "") + "]}"));

        awaitStatus(SYSTEM, "beside-old", 1);
        assertThat(running.informer.problem()).isEmpty();
        assertThat(RULES.find(SYSTEM, "old-text").orElseThrow().accepted()).isFalse();
        assertThat(RULES.find(SYSTEM, "old-priority").orElseThrow().accepted()).isFalse();
        assertThat(RULES.find(SYSTEM, "old-status").orElseThrow().accepted()).isTrue();
        awaitStatus(SYSTEM, "old-status", 1);
        awaitStatus(SYSTEM, "old-priority", 1);
    }

    /** The CRD's CEL rules on the whole spec cannot be evaluated on a text, so every write of this object is refused. */
    @Test
    void aStatusThatIsRefusedIsCountedAndNotRepeated() {
        await().atMost(PATIENCE)
                .until(() ->
                        METRICS.scrape("text/plain").contains("podfailure_ruleset_status_errors_total{code=\"422\"}"));

        apply(ruleSet(SYSTEM, "beside-refused", "{rules: [" + rule("a", "") + "]}"));
        awaitStatus(SYSTEM, "beside-refused", 1);

        assertThat(status(SYSTEM, "old-text").isMissingNode()
                        || status(SYSTEM, "old-text").isNull())
                .isTrue();
        assertThat(METRICS.scrape("text/plain").lines())
                .filteredOn(line -> line.startsWith("podfailure_ruleset_status_errors_total"))
                .allSatisfy(line -> assertThat(Double.parseDouble(line.substring(line.indexOf(' '))))
                        .isLessThan(10));
    }

    @Test
    void categoriesAreExportedAtZeroOnceTheirRulesAreInUse() {
        apply(ruleSet(SYSTEM, "counted", "{rules: [" + rule("counted-category", "") + "]}"));

        await().atMost(PATIENCE)
                .until(() -> METRICS.scrape("text/plain")
                        .contains("podfailure_failures_total{category=\"counted-category\",kind=\"PodFailed\","
                                + "outcome=\"matched\",subcategory=\"\"} 0.0"));
    }
}
