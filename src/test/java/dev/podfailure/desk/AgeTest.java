package dev.podfailure.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgeTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "-5, 0s",
        "0, 0s",
        "119, 119s",
        "120, 2m",
        "423, 7m3s",
        "600, 10m",
        "10799, 179m",
        "12000, 3h20m",
        "28800, 8h",
        "172799, 47h",
        "172800, 2d",
        "190800, 2d5h",
        "1036800, 12d"
    })
    void isShort(long seconds, String expected) {
        assertThat(Age.of(NOW.minusSeconds(seconds), NOW)).isEqualTo(expected);
    }

    @Test
    void ofATimeThatIsNotKnownSaysSo() {
        assertThat(Age.of(Instant.EPOCH, NOW)).isEqualTo("<unknown>");
    }
}
