package dev.podfailure.rules.text;

import static dev.podfailure.rules.text.TextIndex.NO_MATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextIndexTest {
    @Test
    void answersWithTheLowestNumber() {
        TextIndex index = index("timeout", "refused|timeout", "refused");

        assertThat(index.firstMatch("connection refused", NO_MATCH)).isEqualTo(1);
    }

    @Test
    void answersNothingBelowTheBound() {
        TextIndex index = index("timeout", "refused|timeout", "refused");

        assertThat(index.firstMatch("connection refused", 1)).isEqualTo(NO_MATCH);
        assertThat(index.firstMatch("connection refused", 0)).isEqualTo(NO_MATCH);
    }

    @Test
    void asksOnlyForCandidatesAndInOrder() {
        TextIndex index = index("REFUSED.*x", "killed", ".+", "refused", "refused.*killed");
        List<Integer> asked = new ArrayList<>();

        int answer = index.firstMatch("connection refused", NO_MATCH, number -> !asked.add(number));

        assertThat(answer).isEqualTo(NO_MATCH);
        assertThat(asked).containsExactly(2, 3);
    }

    @Test
    void staysUsableWhenAQuestionThrows() {
        TextIndex index = index("refused");

        assertThatThrownBy(() -> index.firstMatch("refused", NO_MATCH, number -> {
                    throw new IllegalStateException("out of time");
                }))
                .hasMessage("out of time");
        assertThat(index.firstMatch("fine", NO_MATCH)).isEqualTo(NO_MATCH);
        assertThat(index.firstMatch("refused", NO_MATCH)).isZero();
    }

    @Test
    void answersWhileItIsAskedAlready() {
        TextIndex index = index("refused", "killed");

        assertThat(index.firstMatch("refused", NO_MATCH, number -> index.firstMatch("killed", NO_MATCH) == 1))
                .isZero();
    }

    @Test
    void isEmptyWithoutPatterns() {
        assertThat(index().firstMatch("refused", NO_MATCH)).isEqualTo(NO_MATCH);
    }

    @ParameterizedTest
    @CsvSource({
        "(?i)disk task,DI\u017FK TA\u017F\u212A",
        "(?i)k,\u212A",
        "\u212A,x\u212A",
        "(?i)éa,Éa",
        "'a\r\n','xa\r\n'",
        "x\\x00y,x\0y",
        "'(?m)^\\s*main: .*(timeout|deadline)','line\n\n \t main: a timeout\nend'",
        "'(?s)begin.*end','begin\n\nend'",
        "\\x{1F600}!,a\uD83D\uDE00!",
    })
    void findsWhatIsHardToFind(String pattern, String text) {
        assertThat(index(pattern).firstMatch(text, NO_MATCH)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "k,\u212A",
        "\u212A,k",
        "\u017F,s",
        "killed,Killed",
        "'a.*b','a\nb'",
        "'(?i)a.*b','a\n b c'",
        "refused.*killed,killed refused",
        "'(?i)i',\u0130",
    })
    void findsNothingElse(String pattern, String text) {
        assertThat(index(pattern).firstMatch(text, NO_MATCH)).isEqualTo(NO_MATCH);
    }

    @Test
    void tellsLongLiteralsApartThatBeginAlike() {
        String alike = "the same for very many characters ".repeat(3);
        TextIndex index = index(alike + "one", alike + "two", "(?i)" + alike + "three");

        assertThat(index.candidates("x " + alike + "two")).containsExactly(1);
        assertThat(index.candidates("x " + alike + "THREE")).containsExactly(2);
    }

    @Test
    void ruleAThousandPatternsOutByTheirLiterals() {
        TextIndex index = TextIndex.of(IntStream.range(0, 1_000)
                .mapToObj(i -> pattern("failed to (pull|mount) .*store" + i + "x"))
                .toList());

        assertThat(index.candidates("failed to pull image from store7 and store77x"))
                .containsExactly(77);
    }

    @Test
    void looksAtTheOnlyLinesThatCanMatch() {
        TextIndex index = index("(?i)store7.*error");

        assertThat(index.firstMatch("error\nstore7 error\nerror", NO_MATCH)).isZero();
        assertThat(index.firstMatch("error\nerror store7\nerror", NO_MATCH)).isEqualTo(NO_MATCH);
        assertThat(index.firstMatch("store7\nerror store7\nerror", NO_MATCH)).isEqualTo(NO_MATCH);
        assertThat(index.firstMatch("store7\n\nstore7 error", NO_MATCH)).isZero();
    }

    @Test
    void answersManyThreadsAlike() throws InterruptedException, ExecutionException {
        TextIndex index = TextIndex.of(IntStream.range(0, 200)
                .mapToObj(i -> pattern("word" + i + "\\b"))
                .toList());
        Callable<Boolean> asking = () -> IntStream.range(0, 20_000)
                .allMatch(i -> index.firstMatch("a word" + i % 200 + " b", NO_MATCH) == i % 200);

        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Boolean> answers :
                    threads.invokeAll(Stream.generate(() -> asking).limit(8).toList())) {
                assertThat(answers.get()).isTrue();
            }
        }
    }

    private static TextIndex index(String... patterns) {
        return TextIndex.of(Stream.of(patterns).map(TextIndexTest::pattern).toList());
    }

    private static AnalysedPattern pattern(String pattern) {
        return AnalysedPattern.of(Pattern.compile(pattern));
    }
}
