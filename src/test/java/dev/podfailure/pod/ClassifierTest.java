package dev.podfailure.pod;

import static dev.podfailure.pod.TestPods.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.metrics.FailureMetrics;
import dev.podfailure.rules.ActiveRules;
import io.fabric8.kubernetes.api.model.Pod;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClassifierTest {
    private static final String NO_VALUE = """
            defaultCategory: unknown
            rules:
            - name: absent
              category: user
              onExitCodes: {operator: In, values: [1]}
              matchConditions: [{name: reads-a-label, expression: "pod.metadata.labels['none'] == 'x'"}]
            """;
    private static final String BY_NAMESPACE = """
            namespaceSelector: {matchLabels: {team: one}}
            defaultCategory: ""
            rules:
            - {name: r, category: user, onExitCodes: {operator: In, values: [1]}}
            """;

    private final Pod pod = TestPods.failed(1).build();
    private final FakePodApi api = new FakePodApi(pod);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FailureMetrics metrics = new FailureMetrics(meters, 100, Map.of());
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final ActiveRules rules = new ActiveRules(Clock.fixed(NOW.minusSeconds(60), ZoneOffset.UTC));
    private final KnownNamespaces namespaces = new KnownNamespaces().label("batch", Map.of());
    private final RecordedBudget budget = new RecordedBudget();
    private final RareLog rareLog = new RareLog(clock, Duration.ofMinutes(1));
    private final Classifier classifier = new Classifier(
            new Decider(Duration.ofSeconds(2), Duration.ofSeconds(5)),
            rules,
            namespaces,
            new PodEvents(api.client(), metrics, rareLog, 1),
            metrics,
            budget,
            rareLog,
            clock);

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void countsAConditionWithoutAValue() {
        rules.start(List.of(RuleSets.of(NO_VALUE)));

        Decision decision = decide(true);

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Commit.class,
                        commit -> assertThat(commit.classification().category()).isEqualTo("unknown"));
        assertThat(errors()).isEqualTo(1);
        assertThat(budget.heard).containsExactly("kept batch");
    }

    @Test
    void countsNothingWhereNothingIsToBeCounted() {
        rules.start(List.of(RuleSets.of(NO_VALUE)));

        decide(false);

        assertThat(errors()).isZero();
        assertThat(budget.heard).isEmpty();
        assertThat(meters.get("podfailure.classification").timer().count()).isZero();
    }

    @Test
    void asksWithTheLabelsOfTheNamespace() {
        rules.start(List.of(RuleSets.of(BY_NAMESPACE)));
        assertThat(decide(true)).isEqualTo(new Decision.LeaveUnmarked());

        namespaces.label("batch", Map.of("team", "one"));

        assertThat(decide(true)).isInstanceOf(Decision.Commit.class);
    }

    @Test
    void conditionsSeeThePodAsItIsKept() {
        rules.start(List.of(RuleSets.of(NO_VALUE.replace("labels['none'] == 'x'", "name == 'job-1'"))));

        assertThat(decide(true))
                .isInstanceOfSatisfying(
                        Decision.Commit.class,
                        commit -> assertThat(commit.classification().category()).isEqualTo("user"));
    }

    private Decision decide(boolean counts) {
        return classifier.decide(classifier.failedPod(pod, TestPods.watched(pod, NOW), false), counts);
    }

    private double errors() {
        return meters
                .find("podfailure.condition.errors")
                .tags("ruleset", "podfailure-system/platform", "rule", "absent")
                .counters()
                .stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }
}
