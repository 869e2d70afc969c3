package dev.podfailure.rules.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntBiFunction;
import java.util.stream.Stream;

/**
 * Alternatives that RE2/J 1.8 answers otherwise than Go: it takes what neighbours begin with out of them, and in comparing
 * single characters overlooks that one ignores case and the other does not. {@code (?i:a)\d|A\s} then matches {@code "a "}.
 * This goes the way that RE2/J goes: first the strings that neighbours have in common, then single characters. For one pattern,
 * whose alternations are asked about from the inside out: each is looked at once.
 */
final class MixedCase {
    /** Stands for the rest of alternatives that were joined; like nothing else. */
    private static final RegexPiece REST = new RegexPiece.Other(new RegexNode.Alternation(List.of()));

    private final IdentityHashMap<RegexNode, Optional<List<List<RegexPiece>>>> known = new IdentityHashMap<>();

    /** Whether there are such alternatives in an alternation, not counting those within a branch. */
    boolean isIn(RegexNode.Alternation alternation) {
        return joined(alternation).isEmpty();
    }

    /** What RE2/J makes of the branches; empty if it confuses some. */
    private Optional<List<List<RegexPiece>>> joined(RegexNode.Alternation alternation) {
        Optional<List<List<RegexPiece>>> before = known.get(alternation);
        if (before != null) {
            return before;
        }
        List<List<RegexPiece>> branches =
                alternation.branches().stream().flatMap(this::alternatives).toList();
        Optional<List<List<RegexPiece>>> joined = join(branches);
        known.put(alternation, joined);
        return joined;
    }

    private static Optional<List<List<RegexPiece>>> join(List<List<RegexPiece>> branches) {
        return join(branches, MixedCase::commonString).flatMap(joined -> join(joined, MixedCase::commonCharacter));
    }

    /**
     * Replaces neighbours by what they begin with and {@link #REST}; empty if some are confused, there or in what is left of
     * them.
     *
     * @param common how many pieces two branches have in common at their beginnings
     */
    private static Optional<List<List<RegexPiece>>> join(
            List<List<RegexPiece>> branches, ToIntBiFunction<List<RegexPiece>, List<RegexPiece>> common) {
        List<List<RegexPiece>> joined = new ArrayList<>();
        int start = 0;
        while (start < branches.size()) {
            List<RegexPiece> first = branches.get(start);
            List<Integer> lengths = branches.subList(start + 1, branches.size()).stream()
                    .map(other -> common.applyAsInt(first, other))
                    .takeWhile(length -> length > 0)
                    .toList();
            int end = start + 1 + lengths.size();
            if (lengths.isEmpty()) {
                joined.add(first);
            } else {
                int length = Collections.min(lengths);
                if (isConfused(branches.subList(start, end), length)) {
                    return Optional.empty();
                }
                joined.add(Stream.concat(first.subList(0, length).stream(), Stream.of(REST))
                        .toList());
            }
            start = end;
        }
        return Optional.of(joined);
    }

    /** Whether the beginnings of branches differ in whether case matters, or the rests are confused. */
    private static boolean isConfused(List<List<RegexPiece>> alike, int common) {
        boolean anyCase = alike.getFirst().getFirst().anyCase();
        return alike.stream().anyMatch(branch -> branch.getFirst().anyCase() != anyCase)
                || join(alike.stream()
                                .map(branch -> branch.subList(common, branch.size()))
                                .toList())
                        .isEmpty();
    }

    private static int commonString(List<RegexPiece> one, List<RegexPiece> other) {
        int most = Math.min(lengthOfString(one), lengthOfString(other));
        int common = 0;
        while (common < most
                && one.get(common).anyCase() == other.get(common).anyCase()
                && one.get(common).looksLike(other.get(common))) {
            common++;
        }
        return common;
    }

    /** One if RE2/J takes the first pieces for the same, and for no string of several characters. */
    private static int commonCharacter(List<RegexPiece> one, List<RegexPiece> other) {
        boolean strings = lengthOfString(one) > 1 || lengthOfString(other) > 1;
        boolean none = one.isEmpty() || other.isEmpty();
        return !strings && !none && one.getFirst().looksLike(other.getFirst()) ? 1 : 0;
    }

    /** The length of the string that a branch begins with. */
    private static int lengthOfString(List<RegexPiece> branch) {
        if (branch.isEmpty() || !(branch.getFirst() instanceof RegexPiece.Letter)) {
            return 0;
        }
        int length = 1;
        while (length < branch.size() && branch.get(length).continuesString()) {
            length++;
        }
        return length;
    }

    /** An alternation within an alternation becomes part of it, unless it is one character of several. */
    private Stream<List<RegexPiece>> alternatives(RegexNode branch) {
        return branch instanceof RegexNode.Alternation inner && !RegexPiece.isCharacter(inner)
                ? joined(inner).orElse(List.of()).stream()
                : Stream.of(pieces(branch));
    }

    private List<RegexPiece> pieces(RegexNode branch) {
        Stream<RegexNode> parts =
                branch instanceof RegexNode.Sequence sequence ? sequence.parts().stream() : Stream.of(branch);
        return parts.flatMap(this::piecesOf).toList();
    }

    /** A string is many pieces; so is an alternation of which RE2/J makes a beginning and a rest. */
    private Stream<RegexPiece> piecesOf(RegexNode part) {
        if (part instanceof RegexNode.Text text) {
            return RegexPiece.ofString(text.literal()).stream();
        }
        if (part instanceof RegexNode.Alternation inner && !RegexPiece.isCharacter(inner)) {
            List<List<RegexPiece>> alternatives = joined(inner).orElse(List.of());
            if (alternatives.size() == 1) {
                return alternatives.getFirst().stream();
            }
        }
        return Stream.of(RegexPiece.of(part));
    }
}
