package dev.podfailure.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    @ParameterizedTest
    @CsvSource({"1, 100", "2, 200", "5, 1600", "13, 30000", "2000000000, 30000"})
    void doublesUpToHalfAMinute(int tries, long millis) {
        assertThat(Backoff.quick(tries)).isBetween(Duration.ofMillis(millis * 8 / 10), Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"1, 5000", "3, 20000", "60, 300000"})
    void startsSlowlyWhereOnlyAPersonCanHelp(int tries, long millis) {
        assertThat(Backoff.slow(tries)).isBetween(Duration.ofMillis(millis * 8 / 10), Duration.ofMillis(millis));
    }
}
