package dev.podfailure.rules.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of cel-go's documentation (ext/strings.go) and the borders between them. */
class StringFunctionsTest {

    @ParameterizedTest
    @CsvSource({
        "hello mellow, '', 0, 0",
        "hello mellow, ello, 0, 1",
        "hello mellow, jello, 0, -1",
        "hello mellow, '', 2, 2",
        "hello mellow, ello, 2, 7",
        "hello mellow, ello, 20, -1",
        "'', x, 0, -1",
        "\uD83D\uDE00a\uD83D\uDE00b, \uD83D\uDE00, 1, 2",
    })
    void findsThePosition(String text, String part, long from, long position) {
        assertThat(StringFunctions.indexOf(text, part, from)).isEqualTo(position);
    }

    @ParameterizedTest
    @CsvSource({
        "hello mellow, '', 12",
        "hello mellow, ello, 7",
        "hello mellow, jello, -1",
        "a\uD83D\uDE00b\uD83D\uDE00, \uD83D\uDE00, 3",
    })
    void findsTheLastPosition(String text, String part, long position) {
        assertThat(StringFunctions.lastIndexOf(text, part)).isEqualTo(position);
    }

    @ParameterizedTest
    @CsvSource({"hello mellow, ello, 6, 1", "hello mellow, ello, 11, 7", "hello mellow, '', 3, 3"})
    void findsTheLastPositionBefore(String text, String part, long from, long position) {
        assertThat(StringFunctions.lastIndexOf(text, part, from)).isEqualTo(position);
    }

    @Test
    void refusesAPositionOutsideOfTheText() {
        assertThatIllegalArgumentException().isThrownBy(() -> StringFunctions.indexOf("abc", "a", -1));
        assertThatIllegalArgumentException().isThrownBy(() -> StringFunctions.lastIndexOf("abc", "a", 3));
    }

    @ParameterizedTest
    @CsvSource({
        "hello hello, he, we, -1, wello wello",
        "hello hello, he, we, 1, wello hello",
        "hello hello, he, we, 0, hello hello",
        "hello, '', _, -1, _h_e_l_l_o_",
        "hello, '', _, 2, _h_ello",
        "\uD83D\uDE00b, '', _, -1, _\uD83D\uDE00_b_",
        "aaa, aa, b, -1, ba",
    })
    void replaces(String text, String part, String by, long limit, String replaced) {
        int times = StringFunctions.occurrences(text, part, limit);

        assertThat(StringFunctions.replace(text, part, by, times)).isEqualTo(replaced);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "hello hello hello| |-1|hello,hello,hello",
                "hello hello hello| |0|''",
                "hello hello hello| |1|hello hello hello",
                "hello hello hello| |2|hello,hello hello",
                "a,b,|,|-1|a;b;",
                "a\uD83D\uDE00b|''|-1|a,\uD83D\uDE00,b",
                "abc|''|2|a,bc",
                "''|''|-1|''",
            })
    void splits(String text, String separator, long limit, String parts) {
        String joined = String.join(parts.contains(";") ? ";" : ",", StringFunctions.split(text, separator, limit));

        assertThat(joined).isEqualTo(parts);
    }

    @Test
    void anEmptyTextHasOneEmptyPartBetweenSeparators() {
        assertThat(StringFunctions.split("", ",", -1)).containsExactly("");
        assertThat(StringFunctions.split("", "", -1)).isEmpty();
    }
}
