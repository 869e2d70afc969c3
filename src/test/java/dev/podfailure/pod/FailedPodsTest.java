package dev.podfailure.pod;

import static dev.podfailure.pod.TestPods.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.failure.EventId;
import dev.podfailure.rules.CategoryPair;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailedPodsTest {
    private static final ResourceID ID = new ResourceID("job-1", "batch");

    private final RecordedStream stream = new RecordedStream();
    private final List<String> departed = new ArrayList<>();
    private final FailedPods pods =
            new FailedPods(stream, new Departures(), PackedPod::of, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void everyDeliveryReachesTheStream() {
        pods.seen(ID, pod("uid-1", "1"));
        pods.seen(ID, pod("uid-1", "2"));

        assertThat(stream.seen).hasSize(2);
    }

    @Test
    void whatAContainerWaitedForStaysKnown() {
        pods.seen(ID, waiting("ErrImagePull", "no such host"));
        pods.seen(ID, waiting("ImagePullBackOff", "Back-off"));

        assertThat(pods.find(ID, "uid-1").orElseThrow().sighting().waiting())
                .extracting(container -> container.reason())
                .containsExactly("ErrImagePull", "ImagePullBackOff");
    }

    @Test
    void countsAnnotatedPodsAsTheyComeAndGo() {
        pods.seen(ID, pod("uid-1", "1"));
        assertThat(pods.annotated().counts()).isEmpty();

        pods.seen(ID, annotated("uid-1", "user"));
        assertThat(pods.annotated().counts()).isEqualTo(Map.of(new CategoryPair("user", ""), 1L));

        pods.seen(ID, annotated("uid-1", "platform"));
        assertThat(pods.annotated().counts()).isEqualTo(Map.of(new CategoryPair("platform", ""), 1L));

        pods.gone(ID, annotated("uid-1", "platform"), true);
        assertThat(pods.annotated().counts()).isEmpty();
    }

    @Test
    void aDecidedPodThatIsGoneLeavesTheStreamsSnapshot() {
        pods.seen(ID, annotated("uid-1", "user"));
        pods.gone(ID, annotated("uid-1", "user"), true);

        assertThat(stream.goneNames()).containsExactly("job-1");
        assertThat(departed).isEmpty();
    }

    @Test
    void aRecordThatOnlyTheLastObjectCarriesCounts() {
        pods.seen(ID, pod("uid-1", "1"));
        pods.gone(ID, annotated("uid-1", "user"), true);

        assertThat(departed).isEmpty();
    }

    @Test
    void aPodWhoseRecordSomebodyErasedWasCountedBefore() {
        pods.seen(ID, annotated("uid-1", "user"));
        pods.seen(ID, pod("uid-1", "2"));
        pods.gone(ID, pod("uid-1", "3"), true);

        assertThat(departed).isEmpty();
        assertThat(stream.goneNames()).containsExactly("job-1");
    }

    @Test
    void anUndecidedPodThatIsGoneHasDeparted() {
        pods.seen(ID, pod("uid-1", "1"));
        pods.gone(ID, pod("uid-1", "2"), true);

        assertThat(departed).containsExactly("uid-1 known");
        assertThat(pods.find(ID)).isEmpty();
    }

    @Test
    void aPodThatWasReplacedUnseenHasDepartedWithoutItsFinalState() {
        pods.seen(ID, pod("uid-1", "1"));
        pods.seen(ID, pod("uid-2", "9"));

        assertThat(departed).containsExactly("uid-1 unknown");
        assertThat(pods.find(ID, "uid-2")).isPresent();
        assertThat(pods.find(ID, "uid-1")).isEmpty();
    }

    @Test
    void aDeletionOfAnUnknownPodIsNothing() {
        pods.gone(ID, pod("uid-1", "1"), true);

        assertThat(departed).isEmpty();
    }

    private static Pod pod(String uid, String version) {
        return TestPods.failed(64)
                .editMetadata()
                .withUid(uid)
                .withResourceVersion(version)
                .endMetadata()
                .build();
    }

    private static Pod waiting(String reason, String message) {
        return TestPods.failed()
                .editMetadata()
                .withUid("uid-1")
                .endMetadata()
                .editStatus()
                .withContainerStatuses(TestPods.waiting("main", reason, message))
                .endStatus()
                .build();
    }

    private static Pod annotated(String uid, String category) {
        return TestPods.failed(64)
                .editMetadata()
                .withUid(uid)
                .addToAnnotations("podfailure.dev/event-id", EventId.ofPod(uid))
                .addToAnnotations("podfailure.dev/category", category)
                .endMetadata()
                .build();
    }

    private final class Departures implements FailedPods.Listener {
        @Override
        public void confirmed(Attempt attempt) {
            throw new AssertionError("nothing was sent");
        }

        @Override
        public void departed(WatchedPod pod, boolean finalStateKnown) {
            departed.add(pod.uid() + (finalStateKnown ? " known" : " unknown"));
        }
    }
}
