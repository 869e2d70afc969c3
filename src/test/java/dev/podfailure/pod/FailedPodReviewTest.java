package dev.podfailure.pod;

import static dev.podfailure.pod.TestPods.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.metrics.FailureMetrics;
import dev.podfailure.pod.FakePodApi.Trouble;
import dev.podfailure.rules.ActiveRules;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailedPodReviewTest {
    private static final ResourceID ID = new ResourceID("job-1", "batch");
    private static final String RULES = """
            rules:
            - {name: config, category: user, onExitCodes: {operator: In, values: [64]}}
            """;

    private final Pod pod = TestPods.failed(64).build();
    private final FakePodApi api = new FakePodApi(pod);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FailureMetrics metrics = new FailureMetrics(meters, 100, Map.of());
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final ActiveRules rules = new ActiveRules(clock);
    private final List<Judgement> judgements = new ArrayList<>();
    private final List<Attempt> announced = new ArrayList<>();
    private final CommitJournal journal = new CommitJournal(metrics, judgements::add, announced::add, Set.of(), clock);
    private final FailedPods pods = new FailedPods(new RecordedStream(), new CountingListener(), PackedPod::of, clock);
    private final FailedPodReview review = review();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void countsAnAcceptedCommitOnceHoweverOftenItIsSeen() {
        look();
        pods.seen(ID, stored());
        review.look(stored(), watched());

        assertThat(failures()).isEqualTo(1);
        assertThat(api.patches).hasSize(1);
    }

    @Test
    void asksTheShadowsOnceAboutAnAcceptedCommit() {
        look();
        pods.seen(ID, stored());
        review.look(stored(), watched());

        assertThat(judgements)
                .singleElement()
                .satisfies(judgement -> assertThat(judgement.question().pod()).isEqualTo(pod));
    }

    @Test
    void announcesAnAcceptedCommitOnce() {
        look();
        pods.seen(ID, stored());
        review.look(stored(), watched());

        assertThat(announced)
                .singleElement()
                .satisfies(
                        attempt -> assertThat(attempt.annotations().category()).isEqualTo("user"));
    }

    @Test
    void asksNoShadowAboutARefusedCommit() {
        api.trouble(Trouble.answer(403));

        look();

        assertThat(judgements).isEmpty();
    }

    @Test
    void countsOnceWhenTheWatchIsFasterThanTheAnswer() {
        api.trouble(Trouble.resetAfterCommit()).failReads(1);
        look();
        pods.seen(ID, stored());

        assertThat(failures()).isEqualTo(1);
        assertThat(review.look(stored(), watched())).isEmpty();
        assertThat(failures()).isEqualTo(1);
    }

    @Test
    void countsACommitWhoseAnswerWasLostAndWhosePodIsGoneSince() {
        api.trouble(Trouble.resetAfterCommit()).failReads(1);
        look();
        pods.gone(ID, stored(), true);

        assertThat(failures()).isEqualTo(1);
    }

    @Test
    void findsItsOwnLostCommitBehindAConflict() {
        api.trouble(Trouble.resetAfterCommit()).failReads(1);
        look();

        assertThat(look()).isEmpty();
        assertThat(failures()).isEqualTo(1);
    }

    @Test
    void readsAndDecidesAgainAtOnceAfterAConflict() {
        api.touch("105");

        assertThat(look()).isEmpty();
        assertThat(failures()).isEqualTo(1);
        assertThat(errors("conflict")).isEqualTo(1);
    }

    @Test
    void leavesARecordThatAnotherReplicaWroteMeanwhile() {
        Attempt other = attempt("replica-2");
        new PodAccess(api.client(), Duration.ofSeconds(2)).commit(pod, other.annotations());

        assertThat(look()).isEmpty();
        assertThat(failures()).isZero();
        assertThat(stored().getMetadata().getAnnotations()).containsEntry("podfailure.dev/committed-by", "replica-2");
    }

    @Test
    void givesWayAfterThreeConflictsInARow() {
        int[] version = {200};
        api.beforePatch(() -> api.touch(Integer.toString(version[0]++)));

        assertThat(look()).isPresent();
        assertThat(api.patches).hasSize(4);
        assertThat(errors("conflict")).isEqualTo(4);
    }

    @Test
    void comesBackFastAfterALostRequest() {
        api.trouble(Trouble.resetBeforeCommit());

        assertThat(look()).hasValueSatisfying(delay -> assertThat(delay).isLessThan(Duration.ofMillis(150)));
        assertThat(look()).isEmpty();
        assertThat(failures()).isEqualTo(1);
    }

    @Test
    void comesBackWhenABusyServerSays() {
        api.trouble(new Trouble(false, 429, "", java.util.Map.of("Retry-After", "9")));

        assertThat(look()).contains(Duration.ofSeconds(9));
    }

    @Test
    void comesBackLaterAfterARefusal() {
        api.trouble(Trouble.answer(403));

        assertThat(look()).hasValueSatisfying(delay -> assertThat(delay).isGreaterThan(Duration.ofSeconds(3)));
        assertThat(errors("forbidden")).isEqualTo(1);
    }

    /** An API server that has just started refuses for a moment: its authorizer does not know the roles yet. */
    @Test
    void doesNotWaitLongForARefusalAfterAnOutage() {
        for (int i = 0; i < 8; i++) {
            api.trouble(Trouble.answer(429));
            look();
        }
        api.trouble(Trouble.answer(403));

        assertThat(look()).hasValueSatisfying(delay -> assertThat(delay).isLessThan(Duration.ofSeconds(6)));
    }

    @Test
    void waitsLongerTheOftenerItFails() {
        for (int i = 0; i < 6; i++) {
            api.trouble(Trouble.answer(429));
        }
        List<Duration> delays = java.util.stream.IntStream.range(0, 6)
                .mapToObj(i -> look().orElseThrow())
                .toList();

        assertThat(delays.getLast()).isGreaterThan(delays.getFirst().multipliedBy(10));
    }

    @Test
    void doesNotWriteOnAnOlderVersionThanItsOwnCommit() {
        look();

        assertThat(review.look(pod, watched())).isEmpty();
        assertThat(api.patches).hasSize(1);
    }

    @Test
    void countsAPodThatNoRuleMatchesOnce() {
        rules.start(List.of(RuleSets.of("""
                defaultCategory: ""
                rules:
                - {name: other, category: user, onExitCodes: {operator: In, values: [3]}}
                """)));
        look();
        look();

        assertThat(meters.counter("podfailure.unmatched").count()).isEqualTo(1);
        assertThat(api.requests).isEmpty();
    }

    private Optional<Duration> look() {
        return review.look(pod, watched());
    }

    private FailedPodReview review() {
        rules.start(List.of(RuleSets.of(RULES)));
        metrics.categories(rules.current().book().categories());
        pods.seen(ID, pod);
        FailedPodSettings settings = new FailedPodSettings(
                Set.of(),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                "replica-1",
                true,
                Set.of(),
                Duration.ofSeconds(2));
        RareLog rareLog = new RareLog(clock, Duration.ofMinutes(1));
        Clock ticking = new TickingClock();
        PodEvents events = new PodEvents(api.client(), metrics, rareLog, 2);
        return new FailedPodReview(
                settings,
                new Classifier(
                        new Decider(settings.settle(), settings.rulesSettle()),
                        rules,
                        new KnownNamespaces(),
                        events,
                        metrics,
                        new RecordedBudget(),
                        rareLog,
                        ticking),
                new PodAccess(api.client(), settings.requestTimeout()),
                metrics,
                journal,
                rareLog,
                ticking);
    }

    private Attempt attempt(String by) {
        Decision.Commit commit = (Decision.Commit) new Decider(Duration.ZERO, Duration.ZERO)
                .decide(TestPods.seenAt(pod, NOW), rules.current(), NOW, Optional.empty());
        return new Attempt(
                TestPods.seenAt(pod, NOW),
                commit.classification(),
                commit.judgement(),
                DecisionRecord.of(TestPods.seenAt(pod, NOW), commit.classification(), 0, NOW, by, true));
    }

    private WatchedPod watched() {
        return pods.find(ID).orElseThrow();
    }

    private Pod stored() {
        return api.stored().orElseThrow();
    }

    private double failures() {
        assertThat(api.stored().flatMap(PodAnnotations::read).map(PodAnnotations::category))
                .isIn(Optional.empty(), Optional.of("user"));
        return meters.find("podfailure.failures").tag("category", "user").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private double errors(String reason) {
        return meters.find("podfailure.commit.errors").tag("reason", reason).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private final class CountingListener implements FailedPods.Listener {
        @Override
        public void confirmed(Attempt attempt) {
            journal.accepted(attempt);
        }

        @Override
        public void departed(WatchedPod departed, boolean finalStateKnown) {}
    }

    /** Each look at it is a millisecond later, so that no two records are of the same time. */
    private static final class TickingClock extends Clock {
        private long ticks;

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public java.time.Instant instant() {
            return NOW.plusMillis(ticks++);
        }
    }
}
