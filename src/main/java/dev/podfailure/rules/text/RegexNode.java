package dev.podfailure.rules.text;

import java.util.List;

/** A regular expression, as far as literals can be drawn from it. Groups leave no trace; greediness neither. */
sealed interface RegexNode {
    /** One literal. */
    record Text(Literal literal) implements RegexNode {}

    /** One character of a few; at least two. */
    record OneOf(LiteralSet characters) implements RegexNode {}

    /**
     * One character of many.
     *
     * @param newline whether it may be a line feed
     */
    record Wide(boolean newline) implements RegexNode {}

    /**
     * One letter in whatever case, of which not all cases are known for certain: no text is searched for it.
     *
     * @param letter any one of its cases
     */
    record AnyCase(int letter) implements RegexNode {}

    /** Matches the empty string at some places. */
    enum Assertion implements RegexNode {
        LINE_START,
        LINE_END,
        TEXT_START,
        TEXT_END,
        /** {@code \b} or {@code \B}. */
        WORD
    }

    /** One after the other; no part is a sequence itself. */
    record Sequence(List<RegexNode> parts) implements RegexNode {
        public Sequence {
            parts = List.copyOf(parts);
        }
    }

    /** Any of at least two. */
    record Alternation(List<RegexNode> branches) implements RegexNode {
        public Alternation {
            branches = List.copyOf(branches);
        }
    }

    /**
     * The same, again and again.
     *
     * @param counted written with braces, for which RE2 bounds the product of nested ones
     */
    record Repeat(RegexNode node, int min, int max, boolean counted) implements RegexNode {
        static final int UNBOUNDED = -1;
    }

    /** Whether it matches the empty string wherever one looks. */
    default boolean matchesEmptyAnywhere() {
        return switch (this) {
            case Text text -> text.literal().length() == 0;
            case OneOf oneOf -> false;
            case Wide wide -> false;
            case AnyCase letter -> false;
            case Assertion assertion -> false;
            case Sequence sequence -> sequence.parts().stream().allMatch(RegexNode::matchesEmptyAnywhere);
            case Alternation either -> either.branches().stream().anyMatch(RegexNode::matchesEmptyAnywhere);
            case Repeat repeat -> repeat.min() == 0 || repeat.node().matchesEmptyAnywhere();
        };
    }

    /** Whether the whole is free of assertions: a string matches or not wherever it stands. */
    default boolean isFreeOfAssertions() {
        return switch (this) {
            case Text text -> true;
            case OneOf oneOf -> true;
            case Wide wide -> true;
            case AnyCase letter -> true;
            case Assertion assertion -> false;
            case Sequence sequence -> sequence.parts().stream().allMatch(RegexNode::isFreeOfAssertions);
            case Alternation either -> either.branches().stream().allMatch(RegexNode::isFreeOfAssertions);
            case Repeat repeat -> repeat.node().isFreeOfAssertions();
        };
    }
}
