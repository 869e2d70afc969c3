package dev.podfailure.pod;

import static dev.podfailure.pod.TestPods.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RuleChangesTest {
    private final FailedPods pods =
            new FailedPods(new RecordedStream(), new NoListener(), PackedPod::of, Clock.fixed(NOW, ZoneOffset.UTC));
    private final KnownNamespaces namespaces = new KnownNamespaces();
    private final BackgroundTasks background = new BackgroundTasks(1);
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private boolean leading = true;

    @BeforeEach
    void follow() {
        new RuleChanges(
                        Duration.ZERO,
                        pods,
                        (id, pod) -> asked.add(id.getNamespace().orElse("") + "/" + id.getName()),
                        () -> leading,
                        background)
                .follow(namespaces);
        see("batch");
        see("web");
    }

    @AfterEach
    void stop() {
        background.close();
    }

    @Test
    void asksTheUndecidedPodsOfANamespaceWhoseLabelsChanged() {
        namespaces.label("batch", Map.of("team", "one"));

        await().untilAsserted(() -> assertThat(asked).containsExactly("batch/job-1"));
    }

    @Test
    void makesOneRoundOfManyChanges() {
        for (int i = 0; i < 50; i++) {
            namespaces.label("batch", Map.of("team", "t" + i));
            namespaces.label("web", Map.of("team", "t" + i));
        }

        await().during(Duration.ofMillis(400)).until(() -> asked.isEmpty() || asked.size() == 2);
        assertThat(asked).containsExactlyInAnyOrder("batch/job-1", "web/job-1");
    }

    @Test
    void asksNothingOnAnotherReplica() {
        leading = false;

        namespaces.label("batch", Map.of("team", "one"));

        await().during(Duration.ofMillis(400)).until(asked::isEmpty);
    }

    private void see(String namespace) {
        Pod pod = TestPods.failed(1)
                .editMetadata()
                .withNamespace(namespace)
                .withUid(namespace)
                .endMetadata()
                .build();
        pods.seen(ResourceID.fromResource(pod), pod);
    }

    private static final class NoListener implements FailedPods.Listener {
        @Override
        public void confirmed(Attempt attempt) {
            // Nothing is sent.
        }

        @Override
        public void departed(WatchedPod pod, boolean finalStateKnown) {
            // None goes.
        }
    }
}
