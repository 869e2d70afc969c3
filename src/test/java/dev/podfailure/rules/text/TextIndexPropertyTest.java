package dev.podfailure.rules.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** What must hold for all patterns and texts. */
final class TextIndexPropertyTest {
    @Provide
    Arbitrary<Pattern> pattern() {
        return PatternArbitraries.patterns();
    }

    @Provide
    Arbitrary<List<Pattern>> patterns() {
        return PatternArbitraries.patterns().list().ofMaxSize(40);
    }

    @Provide
    Arbitrary<List<String>> texts() {
        return PatternArbitraries.texts().list().ofMinSize(1).ofMaxSize(20);
    }

    @Provide
    Arbitrary<String> broken() {
        return PatternArbitraries.brokenPatterns();
    }

    @Property(tries = 500)
    void understandsEveryPatternThatRe2jAccepts(@ForAll("pattern") Pattern pattern) {
        assertThat(PatternCheck.fault(pattern.pattern())).isEmpty();
    }

    @Property(tries = 500)
    void neverThrowsWhateverThePattern(@ForAll("broken") String pattern) {
        assertThat(PatternAnalysis.of(pattern)).isNotNull();
    }

    @Property(tries = 500)
    void aTextWithAMatchHasTheRequiredLiterals(
            @ForAll("pattern") Pattern pattern, @ForAll("texts") List<String> texts) {
        AnalysedPattern analysed = AnalysedPattern.of(pattern);
        assertThat(texts).filteredOn(analysed::isFoundIn).allMatch(analysed.analysis()::allows);
    }

    @Property(tries = 500)
    void sufficientLiteralsAreAMatch(@ForAll("pattern") Pattern pattern, @ForAll("texts") List<String> texts) {
        AnalysedPattern analysed = AnalysedPattern.of(pattern);
        if (analysed.analysis().sufficient()) {
            assertThat(texts).filteredOn(analysed.analysis()::allows).allMatch(analysed::isFoundIn);
        }
    }

    @Property(tries = 500)
    void theFirstMatchIsTheSameLineByLine(@ForAll("pattern") Pattern pattern, @ForAll("texts") List<String> texts) {
        AnalysedPattern analysed = AnalysedPattern.of(pattern);
        for (String text : texts) {
            Matcher matcher = pattern.matcher(text);
            String expected = matcher.find() ? text.substring(matcher.start(), matcher.end()) : null;
            assertThat(analysed.firstMatchIn(text).orElse(null)).isEqualTo(expected);
        }
    }

    @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
    void theIndexAnswersWhatAskingInTurnDoes(
            @ForAll("patterns") List<Pattern> patterns, @ForAll("texts") List<String> texts) {
        TextIndex index =
                TextIndex.of(patterns.stream().map(AnalysedPattern::of).toList());
        for (String text : texts) {
            int inTurn = firstInTurn(patterns, text);
            assertThat(index.firstMatch(text, TextIndex.NO_MATCH)).isEqualTo(inTurn);
        }
    }

    @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
    void everyPatternThatIsFoundIsACandidate(
            @ForAll("patterns") List<Pattern> patterns, @ForAll("texts") List<String> texts) {
        TextIndex index =
                TextIndex.of(patterns.stream().map(AnalysedPattern::of).toList());
        TextIndex small =
                TextIndex.of(patterns.stream().map(AnalysedPattern::of).toList(), 1);
        for (String text : texts) {
            assertThat(allMatches(small, text)).isEqualTo(allInTurn(patterns, text));
            assertThat(allMatches(index, text)).isEqualTo(allInTurn(patterns, text));
        }
    }

    private static List<Integer> allMatches(TextIndex index, String text) {
        List<Integer> all = new ArrayList<>();
        int next = index.firstMatch(text, TextIndex.NO_MATCH);
        while (next != TextIndex.NO_MATCH) {
            all.add(next);
            int last = next;
            next = index.firstMatch(text, TextIndex.NO_MATCH, number -> number > last);
        }
        return all;
    }

    private static List<Integer> allInTurn(List<Pattern> patterns, String text) {
        return IntStream.range(0, patterns.size())
                .filter(i -> patterns.get(i).matcher(text).find())
                .boxed()
                .toList();
    }

    private static int firstInTurn(List<Pattern> patterns, String text) {
        return allInTurn(patterns, text).stream().findFirst().orElse(TextIndex.NO_MATCH);
    }
}
