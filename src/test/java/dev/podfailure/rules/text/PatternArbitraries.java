package dev.podfailure.rules.text;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random patterns over RE2's whole grammar, and texts that share pieces with them. */
final class PatternArbitraries {
    /** What patterns and texts are made of: every kind of character that has surprised somebody. */
    private static final List<String> PIECES = List.of(
            "a",
            "b",
            "ab",
            "abc",
            "k",
            "K",
            "s",
            "S",
            "\u212A",
            "\u017F",
            "i",
            "I",
            "\u0130",
            "\u0131",
            "é",
            "É",
            "ß",
            "日本",
            "😀",
            "\uD83D",
            "\uDE00",
            "\n",
            "\r",
            "\r\n",
            "\u0085",
            "\u2028",
            "\0",
            "\t",
            "\u000B",
            " ",
            "  ",
            "_",
            "0",
            "7",
            "12",
            "-",
            ":",
            "error",
            "Error",
            "ERROR",
            "disk",
            "DISK",
            "task failed",
            "connection refused",
            "killed",
            "x",
            "",
            "a long message about a volume that was not attached",
            "a long message about a volume that was lost");

    private static final List<String> ATOMS = List.of(
            ".",
            "^",
            "$",
            "\\A",
            "\\z",
            "\\b",
            "\\B",
            "\\d",
            "\\D",
            "\\s",
            "\\S",
            "\\w",
            "\\W",
            "\\pL",
            "\\PL",
            "\\p{Greek}",
            "\\p{^Lu}",
            "\\n",
            "\\r",
            "\\t",
            "\\x41",
            "\\x{212A}",
            "\\x{1F600}",
            "\\0",
            "\\101",
            "\\.",
            "\\_",
            "\\é",
            "[a-c]",
            "[^a-c]",
            "[]a]",
            "[^]a]",
            "[a\\]k]",
            "[[:alpha:]]",
            "[[:^space:]]",
            "[[:space:]]",
            "[[:digit:]x]",
            "[\\d\\s]",
            "[\\n]",
            "[^\\n]",
            "[^\\s]",
            "[kK]",
            "[A-Z]",
            "[ks]",
            "[é]",
            "[aA]",
            "[éÉ]",
            "(?:a|A)",
            "(?i:é)",
            "[\\x{0}-\\x{10FFFF}]",
            "[a-]",
            "[-a]",
            "[\\pL1]",
            "[[:blank:]]",
            "(?i)",
            "(?-i)",
            "(?s)",
            "(?m)",
            "(?U)",
            "(?ims)",
            "(?m-i)",
            "()",
            "(?:)",
            "\\Qa.b\\E",
            "\\Q\\E",
            "\\Q*\\E",
            "{",
            "}",
            "]",
            "a{,2}",
            "{1",
            "x{2",
            "(?i:k)",
            "(?i:error)",
            "(?i:disk)",
            "(?s:.)",
            "(?m:^)",
            "(?m:$)");

    private static final List<String> QUANTIFIERS = List.of(
            "*", "+", "?", "*?", "+?", "??", "{0}", "{1}", "{2}", "{3}", "{0,}", "{1,}", "{2,}", "{0,1}", "{1,2}",
            "{2,5}", "{2}?", "{12}");

    private PatternArbitraries() {}

    /** Patterns that RE2/J accepts. */
    static Arbitrary<Pattern> patterns() {
        return pattern(4)
                .filter(PatternArbitraries::isTaken)
                .map(PatternArbitraries::compile)
                .filter(Optional::isPresent)
                .map(Optional::orElseThrow);
    }

    /** Anything that looks like a pattern, broken ones too. */
    static Arbitrary<String> brokenPatterns() {
        Arbitrary<String> fragment = Arbitraries.oneOf(
                Arbitraries.of(
                        "(", ")", "[", "]", "{", "}", "*", "+", "?", "|", "\\", "^", "(?", "(?P<", "(?i", "[[:", ",",
                        "\\x{", "\\p{"),
                Arbitraries.of(ATOMS),
                Arbitraries.of(QUANTIFIERS),
                Arbitraries.of(PIECES));
        return fragment.list().ofMaxSize(12).map(parts -> String.join("", parts));
    }

    static Arbitrary<String> texts() {
        return Arbitraries.of(PIECES).list().ofMaxSize(14).map(parts -> String.join("", parts));
    }

    private static Arbitrary<String> pattern(int depth) {
        Arbitrary<String> leaf = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.of(PIECES).map(PatternArbitraries::quoted)),
                Tuple.of(2, Arbitraries.of(ATOMS)));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<String> inner = Arbitraries.lazy(() -> pattern(depth - 1));
        Arbitrary<String> sequence = inner.list().ofMinSize(1).ofMaxSize(4).map(parts -> String.join("", parts));
        return Arbitraries.frequencyOf(
                Tuple.of(3, leaf),
                Tuple.of(5, sequence),
                Tuple.of(2, Combinators.combine(group(), alternatives(inner)).as(String::formatted)),
                Tuple.of(
                        2,
                        Combinators.combine(inner, Arbitraries.of(QUANTIFIERS))
                                .as((part, times) -> "(?:" + part + ")" + times)),
                Tuple.of(
                        1,
                        Combinators.combine(leaf, Arbitraries.of(QUANTIFIERS)).as(String::concat)),
                Tuple.of(1, alternatives(inner)));
    }

    private static Arbitrary<String> group() {
        return Arbitraries.of("(%s)", "(?:%s)", "(?i:%s)", "(?s:%s)", "(?m:%s)", "(?-i:%s)", "(?is-m:%s)", "(?U:%s)");
    }

    private static Arbitrary<String> alternatives(Arbitrary<String> inner) {
        return inner.list().ofMinSize(1).ofMaxSize(3).map(parts -> String.join("|", parts));
    }

    private static String quoted(String piece) {
        return piece.isEmpty() ? "" : Pattern.quote(piece);
    }

    private static boolean isTaken(String pattern) {
        return PatternCheck.fault(pattern).filter(PatternFault::mustBeRefused).isEmpty();
    }

    private static Optional<Pattern> compile(String pattern) {
        try {
            Pattern compiled = Pattern.compile(pattern);
            return compiled.programSize() <= 2_000 ? Optional.of(compiled) : Optional.empty();
        } catch (PatternSyntaxException ignored) {
            return Optional.empty();
        }
    }
}
