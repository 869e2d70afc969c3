package dev.podfailure.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptHeaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain                              | 1.0",
                "TEXT/Plain ; version=0.0.4 ; Q=0.5      | 0.5",
                "text/plain;q=0.2, text/plain;q=0.7      | 0.7",
                "application/json, text/plain;q=0.000    | 0.0",
                "text/plain;q=much                       | 0.0",
            })
    void readsTheQuality(String header, double quality) {
        assertThat(AcceptHeader.of(List.of(header)).qualityOf("text/plain")).hasValue(quality);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"*/*", "''", "text/html", ",,;;"})
    void saysNothingOfWhatIsNotNamed(String header) {
        assertThat(AcceptHeader.of(List.of(header)).qualityOf("text/plain")).isEmpty();
    }

    @Test
    void readsEveryLine() {
        assertThat(AcceptHeader.of(List.of("gzip;q=0", "deflate, br")).names("br"))
                .isTrue();
        assertThat(AcceptHeader.of(List.of("gzip;q=0", "deflate, br")).names("gzip"))
                .isFalse();
    }

    @Test
    void anAbsentHeaderNamesNothing() {
        assertThat(AcceptHeader.of(null).names("gzip")).isFalse();
    }
}
