package dev.podfailure.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapedTextTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = false, delimiter = '>', textBlock = """
            plain ü 日本 😀>plain ü 日本 😀
            C:\\dir>C:\\dir
            """)
    void leavesPlainTextAlone(String text, String escaped) {
        assertThat(EscapedText.of(text)).isEqualTo(escaped);
    }

    @Test
    void escapesWhatWouldActOnATerminalOrALog() {
        assertThat(EscapedText.of("a\nb\r\tc\u001b[2J\u0000\u007f\u009b\u202e\u2066\u2028\ufeff\ud800"))
                .isEqualTo("a\\nb\\r\\tc\\u001b[2J\\u0000\\u007f\\u009b\\u202e\\u2066\\u2028\\ufeff\\ud800");
    }

    @Test
    void escapesInvisibleCharactersBeyondTheFirstPlane() {
        assertThat(EscapedText.of("a\udb40\udc41")).isEqualTo("a\\udb40\\udc41");
    }

    @ParameterizedTest
    @CsvSource({"abcdef, 6, abcdef", "abcdefg, 6, abc...", "😀😀😀😀, 6, 😀...", "😀😀😀, 6, 😀😀😀"})
    void cutsToCharacters(String text, int max, String cut) {
        assertThat(EscapedText.of(text, max)).isEqualTo(cut);
    }

    @ParameterizedTest
    @CsvSource({"abcdef, 6, abcdef", "abcdefg, 6, abc...", "ééé, 6, ééé", "éééé, 6, é...", "😀😀, 7, 😀..."})
    void cutsToBytesAtACharacter(String text, int max, String cut) {
        assertThat(EscapedText.cutToBytes(text, max)).isEqualTo(cut);
    }

    @Property
    void escapingTwiceChangesNothing(@ForAll String text) {
        assertThat(EscapedText.of(EscapedText.of(text))).isEqualTo(EscapedText.of(text));
    }

    @Property
    void neverLongerThanAllowedAndAlwaysValid(@ForAll String text, @ForAll @IntRange(min = 3, max = 50) int max) {
        String escaped = EscapedText.of(text, max);

        assertThat(escaped).hasSizeLessThanOrEqualTo(max);
        assertThat(escaped.codePoints())
                .noneMatch(character ->
                        Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE);
        assertThat(EscapedText.cutToBytes(escaped, max).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(max);
    }
}
