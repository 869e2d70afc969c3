package dev.podfailure.rules.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What an alternative consists of as RE2/J sees it when it compares how neighbours begin. */
sealed interface RegexPiece {
    /**
     * One character.
     *
     * @param continuesString whether it belongs to one string with the character before
     */
    record Letter(int codePoint, boolean ignoresCase, boolean continuesString) implements RegexPiece {
        public Letter {
            ignoresCase = ignoresCase && cases(codePoint).size() > 1;
        }

        private boolean isTakenFor(Letter other) {
            if (ignoresCase == other.ignoresCase) {
                return ignoresCase ? fold(codePoint) == fold(other.codePoint) : codePoint == other.codePoint;
            }
            Letter exact = ignoresCase ? other : this;
            Letter any = ignoresCase ? this : other;
            return exact.codePoint <= LAST_OF_ASCII
                    ? exact.codePoint == Character.toUpperCase(fold(any.codePoint))
                    : fold(exact.codePoint) == fold(any.codePoint);
        }
    }

    /** Anything else. */
    record Other(RegexNode node) implements RegexPiece {
        @Override
        public boolean continuesString() {
            return false;
        }

        private boolean isTakenFor(Other other) {
            if (node instanceof RegexNode.Repeat one && other.node instanceof RegexNode.Repeat two) {
                return one.min() == one.max()
                        && one.min() == two.min()
                        && one.max() == two.max()
                        && of(one.node()).looksLike(of(two.node()));
            }
            Optional<Set<Integer>> characters = characters(node);
            return characters.isPresent()
                    ? characters.equals(characters(other.node))
                    : node instanceof RegexNode.Wide && other.node instanceof RegexNode.Wide;
        }
    }

    int LAST_OF_ASCII = 0x7F;

    /** Letters with a third case, which RE2/J does not draw from a class. */
    Set<Integer> THREE_CASES = Set.of((int) 'k', (int) 's');

    /** The same for all cases of a letter, beyond those of ASCII that {@link CaseFold} knows. */
    static int fold(int codePoint) {
        return Character.toLowerCase(Character.toUpperCase(codePoint));
    }

    /** The characters of a literal; those beyond ASCII in it are meant exactly, or they would not be in a literal. */
    static List<RegexPiece> ofString(Literal literal) {
        List<RegexPiece> letters = new ArrayList<>();
        literal.text()
                .codePoints()
                .forEach(c ->
                        letters.add(new Letter(c, literal.ignoresCase() && c <= LAST_OF_ASCII, !letters.isEmpty())));
        return letters;
    }

    static RegexPiece of(RegexNode node) {
        if (node instanceof RegexNode.AnyCase any) {
            return new Letter(any.letter(), true, false);
        }
        if (node instanceof RegexNode.Text text && isCharacter(text)) {
            return ofString(text.literal()).getFirst();
        }
        Set<Integer> characters = characters(node).orElse(Set.of());
        List<Integer> letters =
                characters.stream().map(RegexPiece::fold).distinct().toList();
        return letters.size() == 1 && !THREE_CASES.contains(letters.getFirst())
                ? new Letter(characters.iterator().next(), characters.size() > 1, false)
                : new Other(node);
    }

    /** Whether a node stands for one of a few characters. */
    static boolean isCharacter(RegexNode node) {
        return characters(node).isPresent();
    }

    /** Whether case matters not, of a letter or of a letter that is repeated. */
    default boolean anyCase() {
        return switch (this) {
            case Letter letter -> letter.ignoresCase();
            case Other other ->
                other.node() instanceof RegexNode.Repeat repeat
                        && of(repeat.node()).anyCase();
        };
    }

    /** Whether it belongs to one string with the piece before. */
    boolean continuesString();

    /** Whether RE2/J takes one for the other as the beginning of an alternative, by what it compares of them. */
    default boolean looksLike(RegexPiece other) {
        return switch (this) {
            case Letter one -> other instanceof Letter two && one.isTakenFor(two);
            case Other one -> other instanceof Other two && one.isTakenFor(two);
        };
    }

    private static Optional<Set<Integer>> characters(RegexNode node) {
        return switch (node) {
            case RegexNode.Text text -> characters(List.of(text.literal()));
            case RegexNode.OneOf oneOf -> characters(oneOf.characters().literals());
            case RegexNode.AnyCase any -> Optional.of(cases(any.letter()));
            case RegexNode.Alternation either -> union(either.branches());
            case RegexNode.Wide wide -> Optional.empty();
            case RegexNode.Assertion assertion -> Optional.empty();
            case RegexNode.Sequence sequence -> Optional.empty();
            case RegexNode.Repeat repeat -> Optional.empty();
        };
    }

    private static Optional<Set<Integer>> characters(List<Literal> literals) {
        Set<Integer> all = new TreeSet<>();
        for (Literal literal : literals) {
            int[] codePoints = literal.text().codePoints().toArray();
            if (codePoints.length != 1) {
                return Optional.empty();
            }
            all.addAll(literal.ignoresCase() ? cases(codePoints[0]) : Set.of(codePoints[0]));
        }
        return Optional.of(all);
    }

    private static Optional<Set<Integer>> union(List<RegexNode> branches) {
        Set<Integer> all = new TreeSet<>();
        for (RegexNode branch : branches) {
            Optional<Set<Integer>> some = characters(branch);
            if (some.isEmpty()) {
                return Optional.empty();
            }
            all.addAll(some.get());
        }
        return Optional.of(all);
    }

    private static Set<Integer> cases(int letter) {
        return new TreeSet<>(List.of(fold(letter), Character.toUpperCase(fold(letter)), letter));
    }
}
