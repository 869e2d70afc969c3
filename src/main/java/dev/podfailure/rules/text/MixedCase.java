package dev.podfailure.rules.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Alternatives that RE2/J 1.8 answers otherwise than Go: it takes what two neighbours begin with out of them, and in comparing
 * overlooks that one ignores case and the other does not. {@code (?i:a)\d|A\s} then matches {@code "a "}.
 */
final class MixedCase {
    private MixedCase() {}

    static boolean isIn(List<RegexNode> branches) {
        for (int i = 1; i < branches.size(); i++) {
            if (differsInCaseOnly(pieces(branches.get(i - 1)), pieces(branches.get(i)))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the first pieces that differ do so in nothing but whether case matters. */
    private static boolean differsInCaseOnly(List<RegexNode> one, List<RegexNode> other) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            if (caseOnly(one.get(i), other.get(i))) {
                return true;
            }
            if (!same(one.get(i), other.get(i))) {
                return false;
            }
        }
        return false;
    }

    private static boolean caseOnly(RegexNode one, RegexNode other) {
        if (one instanceof RegexNode.Repeat again && other instanceof RegexNode.Repeat too) {
            return again.min() == too.min() && again.max() == too.max() && caseOnly(again.node(), too.node());
        }
        return one instanceof RegexNode.Text text
                && other instanceof RegexNode.Text like
                && text.literal().ignoresCase() != like.literal().ignoresCase()
                && text.literal().folded().equals(like.literal().folded());
    }

    private static boolean same(RegexNode one, RegexNode other) {
        return (one instanceof RegexNode.OneOf few && other instanceof RegexNode.OneOf others)
                ? few.characters().literals().equals(others.characters().literals())
                : one.equals(other);
    }

    /** The parts of a branch, its literals taken to characters. */
    private static List<RegexNode> pieces(RegexNode branch) {
        Stream<RegexNode> parts =
                branch instanceof RegexNode.Sequence sequence ? sequence.parts().stream() : Stream.of(branch);
        List<RegexNode> pieces = new ArrayList<>();
        parts.forEach(part -> {
            if (part instanceof RegexNode.Text text) {
                boolean ignoresCase = text.literal().ignoresCase();
                text.literal()
                        .text()
                        .codePoints()
                        .forEach(c -> pieces.add(new RegexNode.Text(new Literal(Character.toString(c), ignoresCase))));
            } else {
                pieces.add(part);
            }
        });
        return pieces;
    }
}
