package dev.podfailure.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Tally tally = new Tally();

    @Test
    void putsTheMostFrequentFirstAndEqualsInOrder() {
        tally.add(List.of("b"), "x", "1", NOON);
        tally.add(List.of("c"), "x", "2", NOON);
        tally.add(List.of("a"), "x", "3", NOON);
        tally.add(List.of("c"), "x", "4", NOON);

        assertThat(tally.lines()).extracting(line -> line.key().getFirst()).containsExactly("c", "a", "b");
        assertThat(tally.total()).isEqualTo(4);
    }

    @Test
    void countsNamespacesOnceAndShowsTheLatestPod() {
        tally.add(List.of("a"), "x", "old", NOON);
        tally.add(List.of("a"), "y", "new", NOON.plusSeconds(1));
        tally.add(List.of("a"), "x", "older", NOON.minusSeconds(1));

        assertThat(tally.lines()).containsExactly(new Tally.Line(List.of("a"), 3, 2, "2026-03-01T12:00:01Z", "y/new"));
    }
}
