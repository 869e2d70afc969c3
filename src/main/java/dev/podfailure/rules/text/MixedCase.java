package dev.podfailure.rules.text;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
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
        Optional<List<List<RegexPiece>>> joined = joinStrings(branches).flatMap(MixedCase::joinCharacters);
        known.put(alternation, joined);
        return joined;
    }

    private static Optional<List<List<RegexPiece>>> joinStrings(List<List<RegexPiece>> branches) {
        List<List<RegexPiece>> joined = new ArrayList<>();
        int start = 0;
        while (start < branches.size()) {
            int common = lengthOfString(branches.get(start));
            int end = start + 1;
            int next = commonString(branches, start, end, common);
            while (next > 0) {
                common = next;
                end++;
                next = commonString(branches, start, end, common);
            }
            if (!add(branches.subList(start, end), common, joined)) {
                return Optional.empty();
            }
            start = end;
        }
        return Optional.of(joined);
    }

    private static Optional<List<List<RegexPiece>>> joinCharacters(List<List<RegexPiece>> branches) {
        List<List<RegexPiece>> joined = new ArrayList<>();
        int start = 0;
        while (start < branches.size()) {
            List<RegexPiece> first = branches.get(start);
            int end = start + 1;
            while (end < branches.size() && beginWithSameCharacter(first, branches.get(end))) {
                if (first.getFirst().anyCase() != branches.get(end).getFirst().anyCase()) {
                    return Optional.empty();
                }
                end++;
            }
            if (!add(branches.subList(start, end), 1, joined)) {
                return Optional.empty();
            }
            start = end;
        }
        return Optional.of(joined);
    }

    /** Adds what neighbours have in common and {@link #REST}, or one branch as it is; false if the rest is confused. */
    private static boolean add(List<List<RegexPiece>> alike, int common, List<List<RegexPiece>> to) {
        List<RegexPiece> first = alike.getFirst();
        if (alike.size() == 1) {
            to.add(first);
            return true;
        }
        to.add(Stream.concat(first.subList(0, common).stream(), Stream.of(REST)).toList());
        List<List<RegexPiece>> rests = alike.stream()
                .map(branch -> branch.subList(common, branch.size()))
                .toList();
        return joinStrings(rests).flatMap(MixedCase::joinCharacters).isPresent();
    }

    /** Whether RE2/J takes the first pieces for the same, and for no string of several characters. */
    private static boolean beginWithSameCharacter(List<RegexPiece> one, List<RegexPiece> other) {
        return lengthOfString(one) <= 1
                && lengthOfString(other) <= 1
                && !one.isEmpty()
                && !other.isEmpty()
                && one.getFirst().looksLike(other.getFirst());
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

    private static int commonString(List<List<RegexPiece>> branches, int start, int end, int most) {
        if (end == branches.size()) {
            return 0;
        }
        List<RegexPiece> one = branches.get(start);
        List<RegexPiece> other = branches.get(end);
        int least = Math.min(most, lengthOfString(other));
        int common = 0;
        while (common < least
                && one.get(common).anyCase() == other.get(common).anyCase()
                && one.get(common).looksLike(other.get(common))) {
            common++;
        }
        return common;
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
