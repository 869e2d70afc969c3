package dev.podfailure.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.rules.TextPattern.Compilation;
import java.lang.reflect.Method;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns of anybody: what is refused, and that refusing is cheap. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TextPatternTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            (                        | missing closing )
            )                        | unexpected )
            [a                       | missing closing ]
            a**                      | invalid nested repetition operator
            *                        | missing argument to repetition operator
            (?=a)                    | invalid or unsupported Perl syntax
            (a)\\1                   | invalid escape sequence
            x{1001}                  | repeat
            ((a{100}){100}){100}     | nested repeats multiply to more than 1000
            (?:(?:x{2}){501}){1,2}   | nested repeats multiply to more than 1000
            (?:a{999}b{0,2}){2}      | nested repeats multiply to more than 1000
            .{0,1000}                | at most 1100 are allowed
            (?:abcdefghij){500}      | longer than 4000 characters
            """)
    void refusesWithTheReason(String regex, String words) {
        assertThat(TextPattern.compile(regex))
                .isInstanceOfSatisfying(
                        Compilation.Refused.class,
                        refused -> assertThat(refused.why()).contains(words));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?:a{10}){50}",
                "x{500}",
                "[{1000}]{3}",
                "\\Q{1000}{1000}\\E",
                "\\{1000}\\{1000}",
                "\\x{41}{500}",
                "\\p{Greek}{400}",
                "[[:alpha:]]{400}",
                "(?P<name>a{30}){30}",
                "a{,2}",
                "(?i)k",
                "(?i)[a-z]+é",
                "(?i)[\\x{4e00}-\\x{9fff}]",
                "(?i)[\\x00-\\x{10ffff}]",
                "ᲀ",
                "[Ā-俿]",
                "[]a]",
                "[^]a-]"
            })
    void takesWhatIsHarmless(String regex) {
        assertThat(TextPattern.compile(regex)).isInstanceOf(Compilation.Compiled.class);
    }

    static Stream<String> hostile() {
        return Stream.of(
                "(".repeat(1024),
                "(".repeat(512) + ")".repeat(512),
                "(?:".repeat(101) + "a" + ")".repeat(101),
                "(".repeat(10_000) + ")".repeat(10_000),
                "((((x{30}){30}){30}){30}){30}",
                "(?:".repeat(60) + "x" + "){2}".repeat(60),
                "(?:" + "a1|".repeat(330) + "b){1000}",
                "[" + "\\pL\\PL".repeat(500_000) + "]",
                "[" + "a-z".repeat(400_000) + "]",
                ".{1000}".repeat(146),
                "(?i)ᲀ",
                "(?i)\\x{1c80}",
                "(?i)[\\x{1c80}]",
                "(?i)[\\x{100}-\\x{4000}]",
                "(?i)[^\\x{100}-\\x{4000}]",
                "(?i:\\Qᲀ\\E)",
                "x(?s-m:a)(?si)[a-\\x{2000}]",
                "(?i)[\\x{c0}-\\x{10ffff}]",
                "(?i)" + "[\\x{1c89}-\\x{1e900}]".repeat(40));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void refusesWhatWouldCostTooMuch(String regex) {
        assertThat(TextPattern.compile(regex)).isInstanceOf(Compilation.Refused.class);
    }

    /** Compilation happens on threads whose stack is not ours to choose. */
    @ParameterizedTest
    @ValueSource(strings = {"NEST", "REPEATS", "x{0,400}", "OPTIONS"})
    void needsLittleStack(String regex) throws InterruptedException {
        String pattern = regex.replace("REPEATS", "(?:".repeat(7) + "x{0,2}" + "){0,2}".repeat(7))
                .replace("NEST", "(?:".repeat(100) + "a*" + ")".repeat(100))
                .replace("OPTIONS", "x?".repeat(490));
        AtomicReference<Compilation> result = new AtomicReference<>();
        AtomicReference<Boolean> found = new AtomicReference<>();
        Thread thread = new Thread(
                null,
                () -> {
                    Compilation compilation = TextPattern.compile(pattern);
                    result.set(compilation);
                    if (compilation instanceof Compilation.Compiled compiled) {
                        found.set(compiled.pattern().isIn("x".repeat(4_000)));
                    }
                },
                "small stack",
                256 * 1024);
        thread.start();
        thread.join();

        assertThat(result.get()).isInstanceOf(Compilation.Compiled.class);
        assertThat(found.get()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1024, true", "1025, false"})
    void countsCharactersNotUnits(int length, boolean taken) {
        String regex = "[" + "😀".repeat(length - 2) + "]";

        assertThat(TextPattern.compile(regex) instanceof Compilation.Compiled).isEqualTo(taken);
    }

    @ParameterizedTest
    @CsvSource({"a+, xaay, aa", "'', abc, ''", "z, abc, ''", "b$, ab, b"})
    void tellsTheMatchedPart(String regex, String text, String part) {
        assertThat(compiled(regex).matchedPart(text)).isEqualTo(part);
    }

    @Test
    void oddCharactersInATextDoNotStopMatching() {
        assertThat(compiled("(?i)k\\x{e9}[k\\x{e9}]").isIn("\u1c80\u1c88".repeat(2_000) + "Ké\u212a"))
                .isTrue();
    }

    /** What RE2/J would never end at on this JDK, found by asking RE2/J itself for one step at a time. */
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void knowsEveryCharacterThatRe2jCannotFold() throws ReflectiveOperationException {
        Method simpleFold = Class.forName("com.google.re2j.Unicode").getDeclaredMethod("simpleFold", int.class);
        simpleFold.setAccessible(true);
        BitSet expected = new BitSet();
        BitSet actual = new BitSet();
        for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
            int other = (int) simpleFold.invoke(null, character);
            for (int steps = 0; steps < 10 && other != character; steps++) {
                other = (int) simpleFold.invoke(null, other);
            }
            expected.set(character, other != character);
            actual.set(character, FoldedRanges.isEndless(character));
        }

        assertThat(actual).isEqualTo(expected);
        assertThat(actual.get(0x1c80)).isTrue();
    }

    private static TextPattern compiled(String regex) {
        return ((Compilation.Compiled) TextPattern.compile(regex)).pattern();
    }
}
