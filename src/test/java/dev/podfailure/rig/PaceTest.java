package dev.podfailure.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void recordedPaceKeepsEveryPause() {
        assertThat(Pace.recorded().pause(MINUTE)).isEqualTo(MINUTE);
    }

    @Test
    void aFasterPaceShortensEveryPause() {
        assertThat(Pace.faster(60).pause(MINUTE)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void longGapsAreCutAndShortOnesStay() {
        Pace pace = Pace.withoutGapsOver(Duration.ofSeconds(2));

        assertThat(pace.pause(MINUTE)).isEqualTo(Duration.ofSeconds(2));
        assertThat(pace.pause(Duration.ofMillis(600))).isEqualTo(Duration.ofMillis(600));
    }

    @Test
    void asFastAsPossibleHasNoPause() {
        assertThat(Pace.asFastAsPossible().pause(MINUTE)).isZero();
    }

    @Test
    void refusesASpeedOfNothing() {
        assertThatThrownBy(() -> Pace.faster(0)).hasMessageContaining("above 0");
    }
}
