package dev.podfailure.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.metrics.KubernetesEventMetrics;
import dev.podfailure.recorder.KubernetesEvent.Regarding;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventRecorderTest {
    private static final EventAnswer WRITTEN = new EventAnswer.Written();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<KubernetesEvent> sent = new CopyOnWriteArrayList<>();
    private final Deque<EventAnswer> answers = new ArrayDeque<>();
    private final CountDownLatch open = new CountDownLatch(1);
    private final EventRecorder recorder = new EventRecorder(
            this::send, new KubernetesEventMetrics(registry), Clock.systemUTC(), () -> 0L, Duration.ofMillis(1));

    private EventAnswer send(KubernetesEvent event, Instant at) {
        try {
            open.await();
        } catch (InterruptedException e) {
            return new EventAnswer.Unclear("interrupted");
        }
        sent.add(event);
        EventAnswer answer = answers.poll();
        return answer == null ? WRITTEN : answer;
    }

    @AfterEach
    void close() {
        open.countDown();
        recorder.close();
    }

    @Test
    void writesAndCounts() {
        open.countDown();

        recorder.accept(event("Pod", 0));

        awaitCount("written", "pod", 1);
    }

    @Test
    void whoeverTellsItWaitsForNothing() {
        for (int i = 0; i < 10; i++) {
            recorder.accept(event("Pod", i));
        }

        assertThat(sent).isEmpty();
    }

    @Test
    void countsWhatIsOverTheRate() {
        for (int i = 0; i < EventRecorder.PODS_AT_ONCE + 7; i++) {
            recorder.accept(event("Pod", i));
        }

        assertThat(count("dropped", "pod", "rate")).isEqualTo(7);
    }

    @Test
    void failingPodsLeaveRoomForRuleSets() {
        open.countDown();
        for (int i = 0; i < 2 * EventRecorder.PODS_AT_ONCE; i++) {
            recorder.accept(event("Pod", i));
        }

        recorder.accept(event("FailureCategoryRuleSet", 0));

        awaitCount("written", "ruleset", 1);
    }

    @Test
    void anEventThatIsThereAlreadyIsNoTrouble() {
        answers.add(new EventAnswer.Known());
        open.countDown();

        recorder.accept(event("Pod", 0));
        recorder.accept(event("Pod", 1));

        awaitCount("written", "pod", 1);
        assertThat(sent).hasSize(2);
        assertThat(dropped()).isZero();
    }

    @Test
    void triesAgainAfterAnUnclearAnswer() {
        answers.add(new EventAnswer.Unclear("busy"));
        answers.add(new EventAnswer.Unclear("busy"));
        open.countDown();

        recorder.accept(event("Pod", 0));

        awaitCount("written", "pod", 1);
        assertThat(sent).hasSize(3);
        assertThat(dropped()).isZero();
    }

    @Test
    void givesUpAfterAFewUnclearAnswers() {
        for (int i = 0; i < 3; i++) {
            answers.add(new EventAnswer.Unclear("busy"));
        }
        open.countDown();

        recorder.accept(event("Pod", 0));

        await().untilAsserted(
                        () -> assertThat(count("dropped", "pod", "no_answer")).isEqualTo(1));
        assertThat(sent).hasSize(3);
    }

    @Test
    void tellsARightThatIsMissingFromAnyOtherRefusal() {
        answers.add(new EventAnswer.Refused(true, "forbidden"));
        answers.add(new EventAnswer.Refused(false, "too long"));
        open.countDown();

        recorder.accept(event("Pod", 0));
        recorder.accept(event("Pod", 1));

        await().untilAsserted(
                        () -> assertThat(count("dropped", "pod", "rejected")).isEqualTo(1));
        assertThat(count("dropped", "pod", "forbidden")).isEqualTo(1);
        assertThat(sent).hasSize(2);
    }

    @Test
    void countsWhatComesAfterTheEnd() {
        open.countDown();
        recorder.close();

        recorder.accept(event("Pod", 0));

        assertThat(count("dropped", "pod", "no_room")).isEqualTo(1);
    }

    private void awaitCount(String what, String object, int expected) {
        await().untilAsserted(() -> assertThat(registry.get("podfailure.kubernetes.events." + what)
                        .tag("object", object)
                        .counter()
                        .count())
                .isEqualTo(expected));
    }

    private double count(String what, String object, String reason) {
        return registry.get("podfailure.kubernetes.events." + what)
                .tag("object", object)
                .tag("reason", reason)
                .counter()
                .count();
    }

    private double dropped() {
        return registry.get("podfailure.kubernetes.events.dropped").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private static KubernetesEvent event(String kind, int number) {
        return KubernetesEvent.of(
                new Regarding("v1", kind, "batch", "a", "uid"),
                "" + number,
                KubernetesEvent.Type.Warning,
                "Failed",
                "Look",
                "");
    }
}
