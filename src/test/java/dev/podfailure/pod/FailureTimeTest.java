package dev.podfailure.pod;

import static dev.podfailure.pod.TestPods.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailureTimeTest {

    @Test
    void isTheFirstSightOfAPodThatWasWatchedAsItFailed() {
        assertThat(time(ended(NOW.minusSeconds(3)))).isEqualTo(NOW);
    }

    @Test
    void isTheEndOfTheLastContainerOfAPodThatFailedEarlier() {
        assertThat(time(ended(NOW.minusSeconds(300)))).isEqualTo(NOW.minusSeconds(300));
    }

    @Test
    void isTheStartOfAPodThatWasRejected() {
        Pod rejected = TestPods.failed()
                .editStatus()
                .withStartTime(NOW.minusSeconds(200).toString())
                .endStatus()
                .build();

        assertThat(time(rejected)).isEqualTo(NOW.minusSeconds(200));
    }

    @Test
    void isTheCreationIfThereIsNothingElse() {
        assertThat(time(TestPods.failed().build())).isEqualTo(NOW.minusSeconds(60));
    }

    @Test
    void isTheFirstSightOfAPodWithoutAContainerThatFailedWhileItWasWatched() {
        Pod pod = TestPods.failed().build();
        Sighting sighting = Sighting.first(pod, NOW, true);

        assertThat(FailureTime.of(new FailedPod(pod, sighting, false))).isEqualTo(NOW);
    }

    private static Pod ended(Instant finished) {
        return TestPods.failed()
                .editStatus()
                .withContainerStatuses(TestPods.terminated("main", 1, finished))
                .endStatus()
                .build();
    }

    private static Instant time(Pod pod) {
        return FailureTime.of(TestPods.seenAt(pod, NOW));
    }
}
