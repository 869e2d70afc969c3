package dev.podfailure.rules.text;

import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The characters between brackets while they are read. Remembers them as long as they are few. */
final class CharacterClass {
    /** What stays listed; ten digits fit. */
    private static final int MAX_LISTED = 16;

    private static final int MAX_CODE_POINTS = 64;
    private static final String NEWLINE_FREE = "";

    /** Groups by name: pairs of first and last character, or {@link #NEWLINE_FREE} for many without a line feed. */
    private static final Map<String, String> GROUPS = Map.ofEntries(
            Map.entry("d", "09"),
            Map.entry("s", "\t\n\f\r  "),
            Map.entry("w", NEWLINE_FREE),
            Map.entry("alnum", NEWLINE_FREE),
            Map.entry("alpha", NEWLINE_FREE),
            Map.entry("ascii", "\0\177"),
            Map.entry("blank", "\t\t  "),
            Map.entry("cntrl", "\0\037\177\177"),
            Map.entry("digit", "09"),
            Map.entry("graph", NEWLINE_FREE),
            Map.entry("lower", NEWLINE_FREE),
            Map.entry("print", NEWLINE_FREE),
            Map.entry("punct", NEWLINE_FREE),
            Map.entry("space", "\t\r  "),
            Map.entry("upper", NEWLINE_FREE),
            Map.entry("word", NEWLINE_FREE),
            Map.entry("xdigit", NEWLINE_FREE));

    private final TreeSet<Integer> codePoints = new TreeSet<>();
    private boolean many;
    private boolean surelyNewline;
    private boolean maybeNewline;

    void add(int first, int last) {
        if (first <= '\n' && '\n' <= last) {
            surelyNewline = true;
            maybeNewline = true;
        }
        if (last - first >= MAX_CODE_POINTS || codePoints.size() > MAX_CODE_POINTS) {
            many = true;
            return;
        }
        for (int codePoint = first; codePoint <= last; codePoint++) {
            codePoints.add(codePoint);
        }
    }

    /** A class of Unicode: many characters, a line feed perhaps. */
    void addUnknown() {
        many = true;
        maybeNewline = true;
    }

    /** A group such as {@code \d} or {@code [:digit:]}; false if there is none of that name. */
    boolean addGroup(String name, boolean negated) {
        String pairs = GROUPS.get(name);
        if (pairs == null) {
            return false;
        }
        CharacterClass group = new CharacterClass();
        group.many = pairs.isEmpty();
        for (int i = 0; i < pairs.length(); i += 2) {
            group.add(pairs.charAt(i), pairs.charAt(i + 1));
        }
        many |= group.many || negated;
        surelyNewline |= group.surelyNewline != negated;
        maybeNewline |= group.surelyNewline != negated;
        codePoints.addAll(group.codePoints);
        return true;
    }

    boolean hasOnlySurrogates() {
        return !many && codePoints.stream().allMatch(Literal::isSurrogate);
    }

    RegexNode negated() {
        return new RegexNode.Wide(!surelyNewline);
    }

    RegexNode toNode(boolean ignoresCase) {
        if (many) {
            return new RegexNode.Wide(maybeNewline);
        }
        Optional<LiteralSet> listed = Optional.empty();
        for (int codePoint : codePoints) {
            Optional<LiteralSet> one = Literal.of(codePoint, ignoresCase).map(LiteralSet::of);
            if (one.isEmpty()) {
                return isOneLetter() ? new RegexNode.AnyCase(codePoint) : new RegexNode.Wide(maybeNewline);
            }
            listed = listed.isEmpty() ? one : listed.get().or(one.get());
        }
        return listed.filter(set -> set.literals().size() <= MAX_LISTED)
                .map(CharacterClass::node)
                .orElseGet(() -> new RegexNode.Wide(maybeNewline));
    }

    private boolean isOneLetter() {
        return codePoints.stream().map(RegexPiece::fold).distinct().count() == 1;
    }

    private static RegexNode node(LiteralSet set) {
        return set.literals().size() == 1 ? new RegexNode.Text(set.literals().getFirst()) : new RegexNode.OneOf(set);
    }
}
