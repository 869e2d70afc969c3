package dev.podfailure.pod;

import static dev.podfailure.pod.TestPods.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.metrics.FailureMetrics;
import dev.podfailure.rules.ActiveRules;
import dev.podfailure.rules.RuleBook;
import io.fabric8.kubernetes.api.model.Pod;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShadowReviewTest {
    private static final String ENFORCED = """
            rules:
            - {name: r, category: user, subcategory: config, onExitCodes: {operator: In, values: [1]}}
            """;
    private static final String SHADOW = """
            enforcement: Shadow
            rules:
            - {name: s, category: %s, subcategory: config, onExitCodes: {operator: In, values: [1]}}
            """;
    private static final String SHADOW_WITH_EVENT = """
            enforcement: Shadow
            rules:
            - {name: s, category: user, onPodEvents: {pattern: 'no such host'}}
            """;

    private final Pod pod = TestPods.failed(1).build();
    private final FakePodApi api = new FakePodApi(pod);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FailureMetrics metrics = new FailureMetrics(meters, 100, Map.of());
    private final BackgroundTasks background = new BackgroundTasks(1);
    private final ShadowReview shadows = new ShadowReview(
            new PodEvents(
                    api.client(), metrics, new RareLog(Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofMinutes(1)), 1),
            metrics,
            background);

    @AfterEach
    void stop() {
        background.close();
        api.close();
    }

    @ParameterizedTest
    @CsvSource({"user, 0", "platform, 1"})
    void countsWhatAShadowSetSaysAndWhetherItDisagrees(String category, int disagreements) {
        shadows.add(judgement(SHADOW.formatted(category)));

        await().untilAsserted(
                        () -> assertThat(count("podfailure.shadow", "category", category, "subcategory", "config"))
                                .isEqualTo(1));
        assertThat(count("podfailure.shadow.disagreements")).isEqualTo(disagreements);
    }

    @Test
    void readsTheEventsThatOnlyAShadowSetAsksFor() {
        shadows.add(judgement(SHADOW_WITH_EVENT));

        await().until(() -> api.requests.size() == 1);
        assertThat(api.requests)
                .singleElement()
                .satisfies(request -> assertThat(request).contains("/events"));
    }

    @Test
    void neverChangesTheAnswer() {
        Decision.Commit commit = commit(SHADOW.formatted("platform") + "priority: 1000\n");

        assertThat(commit.classification().category()).isEqualTo("user");
    }

    private Judgement judgement(String shadow) {
        return commit(shadow).judgement();
    }

    private Decision.Commit commit(String shadow) {
        RuleBook book = RuleBook.of(List.of(RuleSets.of(ENFORCED), RuleSets.named("shadow", shadow)));
        return (Decision.Commit) new Decider(Duration.ZERO, Duration.ZERO)
                .decide(
                        TestPods.seenAt(pod, NOW),
                        new ActiveRules.Snapshot(book, NOW.minusSeconds(60), true),
                        NOW,
                        Optional.empty());
    }

    private double count(String name, String... tags) {
        return meters.find(name).tags("ruleset", "podfailure-system/shadow").tags(tags).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
