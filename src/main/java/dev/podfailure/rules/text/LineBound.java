package dev.podfailure.rules.text;

import dev.podfailure.rules.text.RegexNode.Assertion;
import dev.podfailure.rules.text.RegexNode.Repeat;
import java.util.ArrayList;
import java.util.List;

/**
 * Expressions that match within one line if they match at all: a text may then be searched line by line. Nothing in them
 * matches a line feed or asks for the text's beginning or end; the other assertions answer the same at a line's edges as at a
 * text's.
 */
final class LineBound {
    private LineBound() {}

    /** Whether what it matches in a text is what it matches in the lines. */
    static boolean isWithinLine(RegexNode node) {
        return staysInLine(node);
    }

    /** Whether it is found in a text exactly if it is found in a line; where and how much it matches may differ. */
    static boolean isFoundWithinLine(RegexNode node) {
        return node instanceof RegexNode.Sequence sequence
                ? withoutCrossings(sequence.parts()).stream().allMatch(LineBound::staysInLine)
                : staysInLine(node);
    }

    /**
     * Leaves out {@code \s*} after a leading {@code (?m)^} and before a closing {@code (?m)$}: where it crosses lines, the rest
     * matches from the last crossed line's start, or to the first one's end, just as well.
     */
    private static List<RegexNode> withoutCrossings(List<RegexNode> parts) {
        List<RegexNode> kept = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            boolean afterStart = i == 1 && parts.getFirst() == Assertion.LINE_START;
            boolean beforeEnd = i == parts.size() - 2 && parts.getLast() == Assertion.LINE_END;
            if (!isAnyNumberOfCharacters(parts.get(i)) || !(afterStart || beforeEnd)) {
                kept.add(parts.get(i));
            }
        }
        return kept;
    }

    private static boolean isAnyNumberOfCharacters(RegexNode node) {
        return node instanceof Repeat repeat
                && repeat.min() == 0
                && repeat.max() == Repeat.UNBOUNDED
                && (repeat.node() instanceof RegexNode.OneOf || repeat.node() instanceof RegexNode.Wide);
    }

    private static boolean staysInLine(RegexNode node) {
        return switch (node) {
            case RegexNode.Text text -> isFreeOfNewline(text.literal());
            case RegexNode.OneOf oneOf -> oneOf.characters().literals().stream().allMatch(LineBound::isFreeOfNewline);
            case RegexNode.Wide wide -> !wide.newline();
            case RegexNode.AnyCase letter -> true;
            case Assertion assertion -> assertion != Assertion.TEXT_START && assertion != Assertion.TEXT_END;
            case RegexNode.Sequence sequence -> sequence.parts().stream().allMatch(LineBound::staysInLine);
            case RegexNode.Alternation either -> either.branches().stream().allMatch(LineBound::staysInLine);
            case Repeat repeat -> staysInLine(repeat.node());
        };
    }

    private static boolean isFreeOfNewline(Literal literal) {
        return literal.text().indexOf('\n') < 0;
    }
}
