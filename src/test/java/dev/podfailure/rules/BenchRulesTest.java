package dev.podfailure.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchRulesTest {
    @ParameterizedTest
    @ValueSource(strings = {"rules-10-bytes-256", "rules-100-bytes-4096", "rules-1000-bytes-4096"})
    void whatIsMeasuredGivesTheSameAnswers(String input) throws IOException {
        assertThat(BenchRules.read(input).agree()).isTrue();
    }
}
