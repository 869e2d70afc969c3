package dev.podfailure.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
