package dev.podfailure.rules.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnalysedPatternTest {
    @ParameterizedTest
    @CsvSource({
        "'error.*','one\ntwo error three\nfour','error three'",
        "'(?s)error.*','a error\nb','error\nb'",
        "'(?m)^\\s*b','a\n\n b','\n b'",
        "'a|ab',xab,a",
        "'x*',aaa,''",
        "'(?m)$',a,''",
    })
    void givesWhatRe2jMatchesFirst(String pattern, String text, String expected) {
        assertThat(AnalysedPattern.of(Pattern.compile(pattern)).firstMatchIn(text))
                .contains(expected);
    }

    @Test
    void givesNothingWithoutAMatch() {
        assertThat(AnalysedPattern.of(Pattern.compile("a.b")).firstMatchIn("a\nb"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"killed,true", ".*,true", "(?i)é,false", "\\d+,false", ".*x.*y.*z,false", "abc.*def,true"})
    void knowsWhetherItCostsEveryText(String pattern, boolean selective) {
        assertThat(AnalysedPattern.of(Pattern.compile(pattern)).isSelective()).isEqualTo(selective);
    }

    @Test
    void readsNoLiteralsFromPatternsWithFlagsOfTheirOwn() {
        AnalysedPattern pattern = AnalysedPattern.of(Pattern.compile("killed", Pattern.CASE_INSENSITIVE));

        assertThat(pattern.isSelective()).isFalse();
    }
}
