package dev.podfailure.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.MicroTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PodEventTimesTest {
    private static final String EARLY = "2026-01-01T00:00:00Z";
    private static final String LATE = "2026-01-01T00:01:00.123456Z";

    @Test
    void areTheTimestampsOfTheKubelet() {
        PodEvent event = PodEvent.of(new EventBuilder()
                .withFirstTimestamp(EARLY)
                .withLastTimestamp(LATE)
                .build());

        assertThat(event.firstTimestamp()).isEqualTo(Instant.parse(EARLY));
        assertThat(event.lastTimestamp()).isEqualTo(Instant.parse(LATE));
    }

    @Test
    void areTheEventTimeOfTheScheduler() {
        PodEvent event = PodEvent.of(
                new EventBuilder().withEventTime(new MicroTime(LATE)).build());

        assertThat(event.firstTimestamp()).isEqualTo(Instant.parse(LATE));
        assertThat(event.lastTimestamp()).isEqualTo(Instant.parse(LATE));
    }

    @Test
    void endWithTheSeries() {
        PodEvent event = PodEvent.of(new io.fabric8.kubernetes.api.model.events.v1.EventBuilder()
                .withEventTime(new MicroTime(EARLY))
                .withNewSeries()
                .withCount(4)
                .withLastObservedTime(new MicroTime(LATE))
                .endSeries()
                .build());

        assertThat(event.firstTimestamp()).isEqualTo(Instant.parse(EARLY));
        assertThat(event.lastTimestamp()).isEqualTo(Instant.parse(LATE));
        assertThat(event.count()).isEqualTo(4);
    }

    @Test
    void areAbsentIfUnknown() {
        PodEvent event = PodEvent.of(new EventBuilder().build());

        assertThat(event.firstTimestamp()).isNull();
        assertThat(event.lastTimestamp()).isNull();
    }
}
