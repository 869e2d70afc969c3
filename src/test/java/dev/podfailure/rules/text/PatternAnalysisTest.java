package dev.podfailure.rules.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which literals come out of which pattern. A set is written {@code a|b}, an ignored case {@code ~a}. */
final class PatternAnalysisTest {
    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '"', textBlock = """
            killed => killed
            a.c => a
            ab => ab
            connection (refused|reset) => connection refused|connection reset
            failed to (pull|mount) .*store0 => "failed to pull |failed to mount  & store0"
            (?i)cuda.*error => ~error & ~cuda
            (?i)disk pressure => ~disk pressure
            (?i:KILLED) by (?-i:node) => ~killed by node
            foo(?i:12)bar => foo12bar
            (?i)abc(?-i)DEF => ~abcdef
            (?i)caf\u00e9 au lait => ~ au lait & ~caf
            naïve café => naïve café
            OutOfMemoryError: (Java heap space|Metaspace) => OutOfMemoryError: Java heap space|OutOfMemoryError: Metaspace
            colou?r map => colour map|color map
            [Ee]rror => Error|error
            HTTP [45]\\d\\d => HTTP 40|HTTP 41|HTTP 42|HTTP 43|HTTP 44|HTTP 45|HTTP 46|HTTP 47|HTTP 48|HTTP 49|HTTP 50|HTTP 51|HTTP 52|HTTP 53|HTTP 54|HTTP 55|HTTP 56|HTTP 57|HTTP 58|HTTP 59
            x(ab)+y => xab & aby
            (abc){2} => abcabc
            (abc){2,} => abcabc
            (abc){0,3}def => def
            a{3}b{2,4}c => aaabb & bbc
            abc*def => def
            abc+def => cdef & abc
            \\bOOM\\b => OOM
            ^exit status 137$ => exit status 137
            \\Qa.b*c\\E\\.d => a.b*c.d
            \\x41\\x{42}\\103\\n => "ABC\n"
            (?P<what>disk|memory) full => disk full|memory full
            (?<what>disk|memory) full => disk full|memory full
            [[:digit:]]:abcd => 0:abcd|1:abcd|2:abcd|3:abcd|4:abcd|5:abcd|6:abcd|7:abcd|8:abcd|9:abcd
            \\pL+: broken => : broken
            \\w+Exception: .* => "Exception: "
            .*error.* => error
            (?s).*error.* => error
            (foo.*|bar.*)baz => baz & foo|bar
            (connection.*refused|timed out) => connection|timed out & refused|timed out
            a{,2} => a{,2}
            {1 => {1
            [a-c]xyz => axyz|bxyz|cxyz
            [^a]xyz => xyz
            (?U)abc+?d => abc
            """)
    void findsTheRequiredLiterals(String pattern, String literals) {
        assertThat(written(pattern)).isEqualTo(literals.replace("\\n", "\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".*", "a*", "(a|)", "a?b?", "(?s).*", "()", "x{0}", "(?i)k*|"})
    void knowsPatternsThatEveryTextMatches(String pattern) {
        assertThat(PatternAnalysis.of(pattern).requirements()).isEmpty();
        assertThat(PatternAnalysis.of(pattern).sufficient()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"^", "$", "^$", "\\b", ".", ".+", "\\d+\\D+|x*\\b", "[^a]", "\\pL", "(?i)é", "(a|.)", "\\w+"})
    void findsNothingWhereNothingIsRequired(String pattern) {
        assertThat(PatternAnalysis.of(pattern).requirements()).isEmpty();
        assertThat(PatternAnalysis.of(pattern).sufficient()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                ")",
                "a**",
                "*a",
                "[a",
                "a\\",
                "(?z)",
                "(?P<>a)",
                "\\8",
                "\\x{110000}",
                "[b-a]",
                "a{1001}",
                "(?i-)a"
            })
    void knowsNothingOfBrokenPatterns(String pattern) {
        assertThat(PatternAnalysis.of(pattern)).isEqualTo(PatternAnalysis.NOTHING_KNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"killed", "(?i)disk", "(a|b)c", ".*killed.*", "(killed)", "colou?r", "[ab]c", "k(?i:12)"})
    void seesThatTheLiteralsAreAllThereIs(String pattern) {
        assertThat(PatternAnalysis.of(pattern).sufficient()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"^killed", "killed$", "\\bkilled", "a.b", "ab+c", "(?i:a)b", "(?i)ké", "a|\\bb", "abc.*def"})
    void seesThatTheLiteralsAreNotAllThereIs(String pattern) {
        assertThat(PatternAnalysis.of(pattern).sufficient()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", textBlock = """
            a.*b => true
            (?m)^\\s*a: .*(b|c)$ => true
            (?m)^a\\s*$ => true
            a[^\\n]b => true
            a\\Sb => true
            a\\bb => true
            (?s).*a.b => false
            (?s)a.*b => false
            a\\sb => false
            a[^b]c => false
            a\\nb => false
            ^a => false
            a\\z => false
            (?m)a^\\s*b => false
            (?m)\\B^\\s*b => false
            a\\Wb => false
            a[[:^alpha:]]b => false
            a\\pLb => false
            """)
    void knowsWhatMatchesWithinALine(String pattern, boolean lineBound) {
        assertThat(PatternAnalysis.of(pattern).lineBound()).isEqualTo(lineBound);
    }

    private static String written(String pattern) {
        return PatternAnalysis.of(pattern).requirements().stream()
                .map(set -> set.literals().stream()
                        .map(literal -> (literal.ignoresCase() ? "~" : "") + literal.text())
                        .collect(Collectors.joining("|")))
                .collect(Collectors.joining(" & "));
    }
}
