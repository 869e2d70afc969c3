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
                "\\d(?i:a).|\\dA"
            })
    void refusesAlternativesThatRe2jConfuses(String pattern) {
        assertThat(kind(pattern)).contains(PatternFault.Kind.MIXED_CASE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(?i)a\\d|A\\s", "(?i:a)\\d|B\\s", "(?i:killed)|evicted", "(?i:1)\\d|1\\s", "(?i:a)|b|A"})
    void acceptsOtherAlternatives(String pattern) {
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
