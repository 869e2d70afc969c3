package dev.podfailure.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.operator.FailingPods;
import dev.podfailure.operator.RunningOperator;
import dev.podfailure.operator.StoredRuleSets;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.RequiresControlPlane;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code get}, {@code top}, {@code explain pod} and {@code reclassify} with the rights of people who may not do all of it. */
@RequiresControlPlane
class LiveClusterIT {
    private static final String RULES = """
            defaultCategory: uncategorized
            defaultSubcategory: no-rule-matched
            rules:
            - {name: disk, category: data, subcategory: disk, hint: Make room., onTerminationMessage: {pattern: no space}}
            - {name: mount, category: storage, onPodEvents: {reason: FailedMount}}
            - {name: three, category: user, onExitCodes: {operator: In, values: [3]}}
            """;

    /** A user and what it may do in namespace batch. */
    private static final String ROLES = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: USER, namespace: batch}
            rules: [RULES]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: USER, namespace: batch}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: USER}
            subjects: [{kind: ServiceAccount, name: USER, namespace: batch}]
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: USER, namespace: batch}
            """;

    private static final String READ_PODS = "{apiGroups: [''], resources: [pods], verbs: [get, list]}";
    private static final String READ_EVENTS = "{apiGroups: [''], resources: [events], verbs: [list]}";
    private static final String PATCH_PODS = "{apiGroups: [''], resources: [pods], verbs: [patch]}";

    private static ControlPlane plane;
    private static RunningOperator operator;
    private static FailingPods pods;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void install(ControlPlane controlPlane) {
        plane = controlPlane;
        RunningOperator.install(plane);
        plane.createNamespace("batch");
        user("reader", READ_PODS, READ_EVENTS);
        user("editor", READ_PODS, PATCH_PODS);
        user("nobody", READ_EVENTS);
        operator = RunningOperator.start(plane);
        new StoredRuleSets(plane).apply(RunningOperator.NAMESPACE, "platform", RULES);
        pods = new FailingPods(plane.admin(), "batch");
        pods.fail("full-1", 1, "no space left\u001b[31m on /data/1");
        pods.fail("three-1", 3);
        pods.fail("odd-1", 9, "cannot reach 10.0.0.1:80");
        pods.fail("odd-2", 9, "cannot reach 10.0.0.2:80");
        pods.awaitRecords("full-1", "three-1", "odd-1", "odd-2");
    }

    @AfterAll
    static void stop() {
        operator.close();
    }

    @Test
    void getListsAnnotatedPods() {
        assertThat(run("reader", "get")).isZero();

        assertThat(out.toString())
                .containsPattern("NAMESPACE +POD +CATEGORY +SUBCATEGORY +RULE +AGE")
                .containsPattern("batch +full-1 +data +disk +podfailure-system/platform/disk +\\d+s")
                .containsPattern("batch +odd-1 +uncategorized +no-rule-matched +\\(default\\) +\\d+s")
                .containsPattern("batch +three-1 +user +<none> ");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void getChoosesByCategoryAndPrintsNames() {
        assertThat(run("reader", "get", "--category", "data/disk", "-o", "name"))
                .isZero();

        assertThat(out.toString()).isEqualTo("pod/full-1\n");
    }

    @Test
    void getPrintsOneObjectALine() {
        assertThat(run("reader", "get", "-o", "json", "--category", "data")).isZero();

        assertThat(out.toString().lines().toList())
                .singleElement()
                .asString()
                .startsWith("{\"namespace\":\"batch\",\"name\":\"full-1\",\"uid\":\"")
                .contains("\"category\":\"data\"", "\"hint\":\"Make room.\"", "\"node\":\"node-1\"");
    }

    @Test
    void getSaysWhenThereIsNothing() {
        assertThat(run("reader", "get", "-l", "app=none")).isZero();

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("No annotated failed pods found in namespace batch.");
    }

    @Test
    void getNamesTheRightThatIsMissing() {
        assertThat(run("reader", "get", "-A")).isEqualTo(1);

        assertThat(err.toString())
                .startsWith("podfailure: you lack a right (403): pods is forbidden")
                .contains("system:serviceaccount:batch:reader");
        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    void getRefusesABadSelectorWithOneLine() {
        assertThat(run("reader", "get", "-l", "a=(")).isEqualTo(1);

        assertThat(err.toString().lines()).singleElement().asString().contains("400");
    }

    @Test
    void topCountsByCategory() {
        assertThat(run("reader", "top", "--by", "category", "--since", "1h")).isZero();

        assertThat(out.toString().lines().toList().get(1)).matches("2 +50% +1 +\\d+s +uncategorized +no-rule-matched");
    }

    @Test
    void topGroupsUnmatchedPodsByWhatTheyLookLike() {
        assertThat(run("reader", "top", "--unmatched")).isZero();

        assertThat(out.toString().lines().skip(1).toList())
                .singleElement()
                .asString()
                .matches(
                        "2 +100% +1 +\\d+s +batch/odd-\\d +exitCode=9 reason=Error message=\"cannot reach <address>\"");
    }

    @Test
    void explainTellsEveryRuleAndNamesWhatMayNotBeRead() {
        assertThat(run("reader", "explain", "pod", "odd-1")).isZero();

        assertThat(out.toString())
                .contains("What stands on the pod", "uncategorized/no-rule-matched")
                .contains("nothing: no rule set could be read")
                .contains(
                        "list failurecategoryrulesets in namespace podfailure-system: 403: ",
                        "list failurecategoryrulesets in namespace batch: 403: ");
    }

    @Test
    void explainAsksTheRulesThatItMayRead() {
        assertThat(runAs(plane.kubeconfig(), "", "explain", "pod", "three", "-n", "batch"))
                .isZero();

        assertThat(out.toString())
                .contains("batch/three-1")
                .containsPattern("podfailure-system/platform/disk +onTerminationMessage does not hold: ")
                .containsPattern("podfailure-system/platform/three +holds")
                .doesNotContain("This differs");
    }

    @Test
    void explainSaysThatAPodIsNotThere() {
        assertThat(run("reader", "explain", "pod", "nothing")).isEqualTo(1);

        assertThat(err.toString()).contains("there is no pod nothing in namespace batch");
    }

    @Test
    void explainSaysThatAPodIsAmbiguous() {
        assertThat(run("reader", "explain", "pod", "odd")).isEqualTo(1);

        assertThat(err.toString())
                .contains("2 pods have names that begin with odd-")
                .contains("odd-1, odd-2");
    }

    @Test
    void explainSaysThatAPodHasNotFailed() {
        plane.admin()
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace("batch")
                        .withName("healthy")
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("main")
                        .withImage("registry.example.com/app:1")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();

        assertThat(runAs(plane.kubeconfig(), "", "explain", "pod", "healthy", "-n", "batch"))
                .isZero();

        assertThat(out.toString()).contains("the pod is not in phase Failed");
    }

    @Test
    void explainNeedsThePodItself() {
        assertThat(run("nobody", "explain", "pod", "odd-1")).isEqualTo(1);

        assertThat(err.toString()).contains("you may neither get nor list pods in namespace batch");
    }

    @Test
    void reclassifyNamesTheRightThatItNeeds() {
        assertThat(run("reader", "reclassify", "odd-1")).isEqualTo(1);

        assertThat(err.toString()).contains("you may not patch pods in namespace batch (403)");
    }

    @Test
    void reclassifyLeavesAllAsItIsInADryRun() {
        assertThat(run("editor", "reclassify", "--category", "data", "--dry-run"))
                .isZero();

        assertThat(out.toString()).contains("pod batch/full-1 would be decided anew; it has data/disk", "1 pod.");
        assertThat(revision("full-1")).isZero();
    }

    @Test
    void reclassifyGetsANewDecision() {
        pods.fail("again-1", 3);
        await().until(() -> pods.record("again-1").isPresent());

        assertThat(run("editor", "reclassify", "again-1", "missing")).isEqualTo(1);

        assertThat(out.toString()).isEqualTo("1 of 1 pod will be decided anew.\n");
        assertThat(err.toString()).contains("pod batch/missing is no failed pod that has a decision");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(revision("again-1")).isEqualTo(1));
        plane.admin().pods().inNamespace("batch").withName("again-1").delete();
    }

    @Test
    void reclassifyAsksBeforeItChangesMany() {
        plane.createNamespace("many");
        FailingPods many = new FailingPods(plane.admin(), "many");
        for (int i = 0; i < 11; i++) {
            many.fail("pod-" + i, 1);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> many.record("pod-10").isPresent());

        assertThat(runAs(plane.kubeconfig(), "n\n", "reclassify", "-n", "many")).isEqualTo(1);

        assertThat(err.toString()).contains("11 pods of namespace many").contains("nothing was changed");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void watchTellsASnapshotAndEnds() {
        assertThat(watch("--snapshot", "--stop-at-end", "--category=data")).isZero();

        assertThat(out.toString().lines().toList())
                .singleElement()
                .asString()
                .matches("\\S+Z  batch/full-1  data/disk  podfailure-system/platform/disk  onTerminationMessage .*");
    }

    @Test
    void watchTellsProgramsWhatGetTellsThem() {
        assertThat(watch("--since=1h", "--stop-at-end", "--namespace=batch", "--category=user", "-o", "json"))
                .isZero();

        assertThat(out.toString())
                .startsWith("{\"type\":\"gap\",\"reason\":\"SinceNotRetained\"")
                .contains("{\"type\":\"event\",\"namespace\":\"batch\",\"name\":\"three-1\"")
                .contains("\"rule\":\"podfailure-system/platform/three\"", "\"cluster\":\"test-cluster\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"get -n batch", "top -n batch", "explain pod odd-1 -n batch"})
    void endsQuietlyWhenNobodyReads(String arguments) {
        List<String> all = new ArrayList<>(List.of(arguments.split(" ")));
        all.add("--kubeconfig=" + plane.kubeconfig());
        try (CommandProcess process = CommandProcess.start(all)) {
            process.stopReading();

            process.assertEndsQuietly();
        }
    }

    @Test
    void watchEndsWithTheFirstLineThatNobodyReads() {
        try (CommandProcess watch = CommandProcess.start(
                List.of("watch", "--address=127.0.0.1:" + operator.grpcPort(), "--snapshot", "--category=data"))) {
            assertThat(watch.line()).contains("batch/full-1");

            watch.stopReading();
            pods.fail("full-2", 1, "no space left on /data/2");

            watch.assertEndsQuietly();
        }
        plane.admin().pods().inNamespace("batch").withName("full-2").delete();
    }

    private int watch(String... options) {
        List<String> all = new ArrayList<>(List.of("watch", "--address=127.0.0.1:" + operator.grpcPort()));
        all.addAll(List.of(options));
        return execute("", all);
    }

    private static int revision(String name) {
        return pods.record(name).map(PodAnnotations::revision).orElse(-1);
    }

    private static void user(String name, String... rules) {
        plane.kubectlWithInput(
                        ROLES.replace("USER", name).replace("RULES", String.join(", ", rules)), "apply", "-f", "-")
                .output();
    }

    private int run(String user, String... arguments) {
        return runAs(plane.kubeconfigOf("batch", user), "", arguments);
    }

    private int runAs(Path kubeconfig, String input, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--kubeconfig=" + kubeconfig);
        return execute(input, all);
    }

    private int execute(String input, List<String> all) {
        return PodfailureCommand.commandLine(Map.of(), new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }
}
