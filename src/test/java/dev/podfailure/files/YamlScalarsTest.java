package dev.podfailure.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlScalarsTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "true, true",
                "True, true",
                "yes, true",
                "on, true",
                "y, true",
                "tRue, \"'tRue'\"",
                "off, false",
                "No, false",
                "n, false",
                "~, null",
                "Null, null",
                "nil, \"'nil'\"",
                "0, 0",
                "-7, -7",
                "+7, 7",
                "1_000, 1000",
                "010, 8",
                "0o10, 8",
                "0x1F, 31",
                "-0x1F, -31",
                "0b101, 5",
                "089, 89",
                "9223372036854775808, 9223372036854775808",
                "1.5, 1.5",
                ".5, 0.5",
                "1e3, 1E+3",
                "1., 1",
                "1.2.3, \"'1.2.3'\"",
                "-, \"'-'\"",
                "+1-1, \"'+1-1'\"",
                "2026-01-01, \"'2026-01-01'\"",
                "12:30, \"'12:30'\"",
                "5m, \"'5m'\""
            })
    void meansWhatKubectlTakesItFor(String text, String meaning) {
        String quoted = YamlScalars.plain(text).isTextual()
                ? "'" + YamlScalars.plain(text).asText() + "'"
                : YamlScalars.plain(text).toString();

        assertThat(quoted).isEqualTo(meaning);
    }

    /** Each row was tried with kubectl. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "!foo, 5, \"'5'\"",
                "!, 5, \"'5'\"",
                "!!foo, x, \"'x'\"",
                "!!str, 5, \"'5'\"",
                "!!int, 5, 5",
                "!!bool, yes, true",
                "!!float, 5, 5",
                "!!null, ~, null",
                "!!binary, aGk=, \"'hi'\"",
                "!!timestamp, 2001-01-01, \"'2001-01-01'\""
            })
    void aTagDecidesWithQuotesAndWithout(String tag, String text, String meaning) {
        for (boolean isPlain : new boolean[] {true, false}) {
            JsonNode value = YamlScalars.of(text, tag.replace("!!", "tag:yaml.org,2002:"), isPlain);

            assertThat(value.isTextual() ? "'" + value.asText() + "'" : value.toString())
                    .isEqualTo(meaning);
        }
    }

    @Test
    void aNumberThatGoCannotHoldIsAText() {
        assertThat(YamlScalars.plain("1e400").isTextual()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {".inf", "-.Inf", "+.INF", ".nan", ".NaN"})
    void whatJsonCannotSayIsRefused(String text) {
        assertThatThrownBy(() -> YamlScalars.plain(text)).hasMessageContaining(text + " is no value");
    }

    @Test
    void inQuotesItIsAText() {
        assertThat(YamlScalars.of(".inf", "", false).asText()).isEqualTo(".inf");
    }
}
