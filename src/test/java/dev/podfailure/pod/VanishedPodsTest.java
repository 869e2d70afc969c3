package dev.podfailure.pod;

import static dev.podfailure.pod.TestPods.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.metrics.FailureMetrics;
import dev.podfailure.rules.ActiveRules;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VanishedPodsTest {
    private static final String RULES = """
            defaultCategory: ""
            rules:
            - {name: config, category: user, onExitCodes: {operator: In, values: [64]}}
            - {name: rollout, category: none, outcome: Ignored, onExitCodes: {operator: In, values: [99]}}
            """;

    private final FakePodApi api = new FakePodApi(TestPods.failed(64).build());
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FailureMetrics metrics = new FailureMetrics(meters, 100, Map.of());
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final ActiveRules rules = new ActiveRules(clock);
    private final RecordedStream stream = new RecordedStream();
    private final BackgroundTasks background = new BackgroundTasks(1);
    private final List<Judgement> judgements = new CopyOnWriteArrayList<>();
    private boolean leading = true;

    @AfterEach
    void stop() {
        background.close();
        api.close();
    }

    @Test
    void theLeaderStreamsAndCounts() {
        api.remove();
        add(TestPods.failed(64), true);

        awaitVanished("user");
        await().untilAsserted(() -> assertThat(failures()).isEqualTo(1));
        assertThat(judgements).hasSize(1);
    }

    @Test
    void anotherReplicaOnlyStreams() {
        leading = false;
        api.remove();
        add(TestPods.failed(64), true);

        awaitVanished("user");
        awaitIdle();
        assertThat(failures()).isZero();
        assertThat(judgements).isEmpty();
    }

    @Test
    void whatWasMissedIsStreamedAndNotCounted() {
        api.remove();
        add(TestPods.failed(64), false);

        awaitVanished("user");
        awaitIdle();
        assertThat(failures()).isZero();
        assertThat(judgements).isEmpty();
    }

    @Test
    void aPodThatStillAnswersOnlyLeftTheSelector() {
        add(TestPods.failed(64), true);

        await().untilAsserted(() -> assertThat(stream.goneNames()).containsExactly("job-1"));
        assertThat(stream.vanished).isEmpty();
        assertThat(failures()).isZero();
    }

    @Test
    void anotherPodOfTheSameNameIsNotThePod() {
        add(TestPods.failed(64).editMetadata().withUid("earlier").endMetadata(), true);

        awaitVanished("user");
    }

    @Test
    void aPodThatCannotBeReadIsGone() {
        api.failReads(1);
        add(TestPods.failed(64), true);

        awaitVanished("user");
    }

    @Test
    void whatARuleIgnoresIsSkipped() {
        api.remove();
        add(TestPods.failed(99), true);

        await().untilAsserted(() -> assertThat(stream.goneNames()).containsExactly("job-1"));
        assertThat(stream.vanished).isEmpty();
        assertThat(meters.counter("podfailure.skipped", "reason", "ignored").count())
                .isEqualTo(1);
    }

    @Test
    void whatNoRuleMatchesIsLeftAlone() {
        api.remove();
        add(TestPods.failed(1), true);

        await().untilAsserted(() -> assertThat(stream.goneNames()).containsExactly("job-1"));
        assertThat(stream.vanished).isEmpty();
    }

    @Test
    void waitsForTheAnswerOfACommitThatIsUnderWay() {
        api.remove();
        WatchedPod watched = TestPods.watched(TestPods.failed(64).build(), NOW);
        watched.deciding().lock();
        try {
            vanished().add(watched, true);
            awaitIdle();
            assertThat(stream.vanished).isEmpty();
            watched.accepted("101");
        } finally {
            watched.deciding().unlock();
        }

        await().untilAsserted(() -> assertThat(stream.goneNames()).containsExactly("job-1"));
        assertThat(stream.vanished).isEmpty();
        assertThat(failures()).isZero();
    }

    @Test
    void waitsUntilTheRulesAreComplete() {
        api.remove();
        VanishedPods vanished = vanishedWithoutRules();
        vanished.add(TestPods.watched(TestPods.failed(64).build(), NOW), true);
        awaitIdle();
        assertThat(stream.vanished).isEmpty();

        startRules();

        awaitVanished("user");
    }

    private void add(PodBuilder pod, boolean finalStateKnown) {
        Pod last = pod.build();
        vanished().add(TestPods.watched(last, NOW), finalStateKnown);
    }

    private VanishedPods vanished() {
        startRules();
        return vanishedWithoutRules();
    }

    private void startRules() {
        rules.start(List.of(RuleSets.of(RULES)));
        metrics.categories(rules.current().book().categories());
    }

    private VanishedPods vanishedWithoutRules() {
        FailedPodSettings settings = new FailedPodSettings(
                Set.of(),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                "replica-1",
                true,
                Set.of(),
                Duration.ofSeconds(2));
        RareLog rareLog = new RareLog(clock, Duration.ofMinutes(1));
        PodEvents events = new PodEvents(api.client(), metrics, rareLog, 2);
        return new VanishedPods(
                settings,
                new Classifier(
                        new Decider(settings.settle(), settings.rulesSettle()),
                        rules,
                        new KnownNamespaces(),
                        events,
                        metrics,
                        new RecordedBudget(),
                        rareLog,
                        clock),
                new PodAccess(api.client(), settings.requestTimeout()),
                stream,
                metrics,
                new CommitJournal(metrics, judgements::add, attempt -> {}, Set.of(), clock),
                () -> leading,
                background,
                clock);
    }

    private void awaitVanished(String category) {
        await().untilAsserted(() -> assertThat(stream.vanished)
                .hasEntrySatisfying(
                        "job-1", found -> assertThat(found.category()).isEqualTo(category)));
    }

    /** One thread works: what was handed in before this has had its turn. */
    private void awaitIdle() {
        java.util.concurrent.CountDownLatch turn = new java.util.concurrent.CountDownLatch(1);
        assertThat(background.run(turn::countDown, Duration.ZERO)).isTrue();
        await().until(() -> turn.getCount() == 0);
    }

    private double failures() {
        return meters.find("podfailure.failures").tag("category", "user").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
