package dev.podfailure.rules.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PatternCheckTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?i)\u1C80",
                "(?i)[\u1C88]",
                "(?i)[\\x{1000}-\\x{2000}]",
                "(?i)[^\\x{1C85}]",
                "(?i:\\Q\u1C82\\E)"
            })
    void refusesLettersOnWhichRe2jNeverReturns(String pattern) {
        assertThat(kind(pattern)).contains(PatternFault.Kind.FOLDING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u1C80", "[\u1C80-\u1C88]", "(?i)a(?-i)\u1C80", "(?i:a)\u1C80", "(?i)[\\x{0}-\\x{10FFFF}]"})
    void letsThoseLettersBeWhereCaseMatters(String pattern) {
        assertThat(kind(pattern)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"((a{100}){100}){100}", "(a{1000}){2}", "((a{2,}){501})*", "(?:(?:a{32}){32}){1}"})
    void refusesRepetitionsThatMultiply(String pattern) {
        assertThat(kind(pattern)).contains(PatternFault.Kind.REPETITION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a{1000}", "(a{10}){100}", "(a{1000})*", "a{1000}b{1000}", "((a+)+)+", "(a{0,1000}){0,1}"})
    void acceptsRepetitionsUpToGosLimit(String pattern) {
        assertThat(kind(pattern)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?i:a)\\d|A\\s",
                "x(?i:a)\\d|xA\\s",
                "b|(?:(?i:k).|K)",
                "(?i:a){2}\\d|A{2}\\s",
                "\\d(?i:a).|\\dA",
                "[Ee]rror|Evicted|Exited",
                "Evicted|Exited|[Ee]rror",
                "pod [Ee]rror|pod Evicted|pod Exited",
                "[aA]\\d|A\\s",
                "A\\s|x|[bB].|[aA]\\d|A\\s",
                "(?:A|a)\\d|A\\s",
                "(?:A|[a])\\d|A\\s",
                "x[aA]\\d|xA\\s",
                "[ab]{2}(?i:c)\\d|[ab]{2}C\\s",
                "(?:a|b)(?i:c)\\d|[ba]C\\s",
                "(?i:é)\\d|É\\s",
                "[éÉ]\\d|É\\s",
                "(?i)[é]\\d|(?-i)É\\s",
                "(?i:é){2}\\d|É{2}\\s",
                "(?i:δ)x|Δ\\d",
                "(?i:\u2126)x|\u03A9\\d"
            })
    void refusesAlternativesThatRe2jConfuses(String pattern) {
        assertThat(kind(pattern)).contains(PatternFault.Kind.MIXED_CASE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(?i)a\\d|A\\s", "(?i:a)\\d|B\\s", "(?i:killed)|evicted", "(?i:1)\\d|1\\s", "(?i:a)|b|A"})
    void acceptsOtherAlternatives(String pattern) {
        assertThat(kind(pattern)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\w\\d|A\\s",
                "[ab]\\d|A\\s",
                "[^a]\\d|A\\s",
                "(?i:é)\\d|E\\s",
                "(?i:é)\\d|(?i:É)\\s",
                "(?i:é)|è",
                "[éè]x|Éy",
                "Error|error|ERROR",
                "[Ee]rror|Evicted",
                "[Ee]rror|evicted|exited",
                "(?i:error)|Evicted|Exited",
                "(?i:e)rror|evicted",
                "(?i:a)b|Ab",
                "[kK]illed|K\\d",
                "(?i:a)+\\d|A+\\s",
                "^(?i:a)\\d|^A\\s",
                "[Ee]rror|[Ff]ailed|denied"
            })
    void acceptsAlternativesThatOnlyLookAlike(String pattern) {
        assertThat(kind(pattern)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uDE00",
                "a\uD83D",
                "\\x{D800}+",
                "(?i)\\x{DFFF}",
                "\\Q\uDE00\\E",
                "[\\x{DE00}]",
                "x|[\\x{D800}-\\x{D803}]"
            })
    void refusesHalvesOfCharacters(String pattern) {
        assertThat(kind(pattern)).contains(PatternFault.Kind.HALF_CHARACTER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"😀", "\\x{1F600}", "[^\\x{D800}-\\x{DFFF}]", "[\\x{0}-\\x{10FFFF}]", "[^\\x{D800}]"})
    void acceptsWholeCharacters(String pattern) {
        assertThat(kind(pattern)).isEmpty();
    }

    @Test
    void refusesEscapesThatGoDoesNotTake() {
        assertThat(kind("a\\é")).contains(PatternFault.Kind.NOT_IN_GO);
    }

    @Test
    void refusesGroupsByTheTenThousand() {
        assertThat(kind("(".repeat(10_000) + ")".repeat(10_000))).contains(PatternFault.Kind.NESTING);
    }

    @Test
    void acceptsAHundredGroups() {
        assertThat(kind("(".repeat(100) + "a" + ")".repeat(100))).isEmpty();
    }

    @Test
    void refusesRepetitionsOfRepetitions() {
        assertThat(kind("a*" + "(?i)*".repeat(3_000))).contains(PatternFault.Kind.NESTING);
    }

    @Test
    void refusesAMegabyte() {
        assertThat(kind("[" + "a-z".repeat(1 << 19) + "]")).contains(PatternFault.Kind.LENGTH);
    }

    @ParameterizedTest
    @CsvSource({"ab(c,4", "abc),3", "a**,3", "x[b-a],5", "a\\8,3"})
    void namesThePlaceOfASyntaxFault(String pattern, int position) {
        PatternFault fault = PatternCheck.fault(pattern).orElseThrow();

        assertThat(fault.position()).isEqualTo(position);
        assertThat(fault.mustBeRefused()).isFalse();
    }

    private static Optional<PatternFault.Kind> kind(String pattern) {
        return PatternCheck.fault(pattern).map(PatternFault::kind);
    }
}
