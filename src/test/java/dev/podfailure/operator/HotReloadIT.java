package dev.podfailure.operator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.api.FailureCategoryRuleSet;
import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.RequiresControlPlane;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Rule sets change a hundred times while pods fail as fast as the API server takes them. */
@RequiresControlPlane(audit = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HotReloadIT {
    private static final String NAMESPACE = "load";
    private static final int CHANGES = 100;
    private static final int PODS_A_CHANGE = 5;
    private static final int WRITERS = 3;
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private final RotatingRules one = new RotatingRules("one", 1);
    private final RotatingRules two = new RotatingRules("two", 1 + RotatingRules.CODES);
    private final Map<RotatingRules, Set<String>> versions = Map.of(one, new HashSet<>(), two, new HashSet<>());
    private final Map<String, PodAnnotations> records = new TreeMap<>();
    private final AtomicInteger failed = new AtomicInteger();
    private Map<String, Long> commits = Map.of();
    private double counted;
    private double asked;
    private double askedQuickly;
    private double askedInTime;
    private ControlPlane plane;

    @BeforeAll
    void changeRulesUnderLoad(ControlPlane controlPlane) throws Exception {
        plane = controlPlane;
        RunningOperator.install(plane);
        plane.createNamespace(NAMESPACE);
        put(one, 1);
        put(two, 1);
        try (RunningOperator operator = RunningOperator.start(plane)) {
            failPodsWhile(() -> changeAll());
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                readRecords();
                assertThat(records).hasSize(failed.get());
            });
            counted =
                    operator.metric("podfailure_failures_total", "") + operator.metric("podfailure_backlog_total", "");
            asked = classifications(operator, "\\+Inf");
            askedQuickly = classifications(operator, "0.01");
            askedInTime = classifications(operator, "0.1");
        }
        commits = new AuditLog(plane.auditLog()).acceptedCommits(RunningOperator.USER);
    }

    @AfterAll
    void report() {
        System.out.printf(
                "pods %d, versions that decided %d of %d, classifications within 10 ms %.2f %%%n",
                failed.get(),
                records.values().stream()
                        .map(PodAnnotations::ruleGeneration)
                        .distinct()
                        .count(),
                versions.values().stream().mapToInt(Set::size).sum(),
                100 * askedQuickly / asked);
    }

    @Test
    void everyRecordNamesAVersionThatExisted() {
        assertThat(records)
                .allSatisfy(
                        (name, record) -> assertThat(versions.get(rules(name))).contains(record.ruleGeneration()));
    }

    @Test
    void everyRecordIsWhatItsVersionSays() {
        assertThat(records).allSatisfy((name, record) -> {
            RotatingRules rules = rules(name);
            long generation = generation(record);
            assertThat(record.subcategory()).isEqualTo("g" + generation);
            assertThat(record.category()).isEqualTo(rules.category(exitCode(name), generation));
            assertThat(record.rule())
                    .isEqualTo(RunningOperator.NAMESPACE + "/" + rules.name() + "/"
                            + rules.rule(exitCode(name), generation));
        });
    }

    /** Else the test would prove nothing: the rules have to change between the pods. */
    @Test
    void manyVersionsDecided() {
        assertThat(records.values().stream().map(PodAnnotations::ruleGeneration).distinct())
                .hasSizeGreaterThan(CHANGES / 4);
    }

    @Test
    void noPodIsCommittedTwice() {
        assertThat(commits)
                .hasSize(failed.get())
                .allSatisfy((pod, times) -> assertThat(times).isEqualTo(1));
    }

    @Test
    void everyPodIsCountedOnce() {
        assertThat(counted).isEqualTo(failed.get());
    }

    @Test
    void noChangeOfTheRulesHoldsUpTheQuestions() {
        assertThat(asked).isGreaterThanOrEqualTo(failed.get());
        // A change that held them up would hold up all of them; the few others are the pauses of a busy machine.
        assertThat(askedInTime / asked).isGreaterThan(0.99);
        assertThat(askedQuickly / asked).isGreaterThan(0.9);
    }

    private void failPodsWhile(Runnable work) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        List<Future<?>> writers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
            for (int i = 0; i < WRITERS; i++) {
                writers.add(threads.submit(() -> failPodsUntil(done)));
            }
            try {
                work.run();
            } finally {
                done.set(true);
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
    }

    private void failPodsUntil(AtomicBoolean done) {
        FailingPods pods = new FailingPods(plane.admin(), NAMESPACE);
        while (!done.get()) {
            int number = failed.getAndIncrement();
            int exitCode = 1 + number % (2 * RotatingRules.CODES);
            pods.fail("pod-" + number + "-" + exitCode, exitCode);
        }
    }

    private void changeAll() {
        for (int change = 0; change < CHANGES; change++) {
            int enough = (change + 1) * PODS_A_CHANGE;
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> failed.get() >= enough);
            put(change % 2 == 0 ? one : two, 2 + change / 2);
        }
    }

    /** The API server counts generations: the test and it must agree. */
    private void put(RotatingRules rules, long generation) {
        FailureCategoryRuleSet ruleSet =
                YAML.unmarshal("""
                apiVersion: podfailure.dev/v1alpha1
                kind: FailureCategoryRuleSet
                metadata: {namespace: %s, name: %s}
                """.formatted(RunningOperator.NAMESPACE, rules.name()), FailureCategoryRuleSet.class);
        ruleSet.setSpec(YAML.unmarshal(rules.spec(generation), com.fasterxml.jackson.databind.JsonNode.class));
        FailureCategoryRuleSet stored =
                plane.admin().resource(ruleSet).forceConflicts().serverSideApply();
        assertThat(stored.getMetadata().getGeneration()).isEqualTo(generation);
        requireNonNull(versions.get(rules)).add(stored.getMetadata().getUid() + "/" + generation);
    }

    private void readRecords() {
        for (Pod pod : plane.admin().pods().inNamespace(NAMESPACE).list().getItems()) {
            PodAnnotations.read(pod)
                    .ifPresent(record -> records.put(pod.getMetadata().getName(), record));
        }
    }

    private RotatingRules rules(String pod) {
        return one.takes(exitCode(pod)) ? one : two;
    }

    private static int exitCode(String pod) {
        return Integer.parseInt(pod.substring(pod.lastIndexOf('-') + 1));
    }

    private static long generation(PodAnnotations record) {
        return Long.parseLong(
                record.ruleGeneration().substring(record.ruleGeneration().indexOf('/') + 1));
    }

    private static double classifications(RunningOperator operator, String upTo) {
        return operator.metric("podfailure_classification_seconds_bucket", "le=\"" + upTo + "\"");
    }
}
