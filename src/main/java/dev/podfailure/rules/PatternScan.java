package dev.podfailure.rules;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Looks once over a pattern, without recursion, and tells whether RE2/J may be given it: RE2/J recurses into groups without
 * a bound, and unlike Go it lets nested repeats multiply to millions of instructions before anybody can ask how many.
 *
 * <p>The scan follows RE2's grammar only as far as it takes to find groups, repeats and what looks like them inside classes,
 * quotations and escapes. It does not judge syntax: that is left to RE2/J.
 */
final class PatternScan {
    static final int MAX_NESTING = 100;

    /** Go's bound (regexp/syntax, repeatIsValid). */
    static final long MAX_REPEAT_PRODUCT = 1_000;

    /**
     * Atoms after every repeat is written out, far above {@link TextPattern#MAX_PROGRAM_SIZE}: what it stops would be
     * refused after compilation too, but at a cost that its author chooses.
     */
    static final long MAX_WEIGHT = 4_000;

    private final String pattern;
    private final Deque<Group> outer = new ArrayDeque<>();
    private final FoldedRanges foldable = new FoldedRanges();
    private Group group = new Group();
    private boolean ignoresCase;
    private int at;

    private PatternScan(String pattern) {
        this.pattern = pattern;
    }

    /** Why the pattern must not be compiled; null if it may be. */
    static @Nullable String objection(String pattern) {
        return new PatternScan(pattern).scan();
    }

    private @Nullable String scan() {
        String objection = null;
        while (at < pattern.length() && objection == null) {
            objection = step(pattern.charAt(at));
        }
        if (objection == null) {
            objection = objectionTo(group);
        }
        // Whether (?i) reaches a character is not followed: one anywhere counts for the whole pattern.
        return objection == null && ignoresCase ? foldable.objection() : objection;
    }

    private @Nullable String step(char character) {
        switch (character) {
            case '[' -> characterClass();
            case '(' -> {
                open();
                if (outer.size() > MAX_NESTING) {
                    return "its groups are nested deeper than " + MAX_NESTING;
                }
            }
            case ')' -> {
                return close();
            }
            case '{' -> {
                return repeat();
            }
            case '*', '+', '?' -> {
                group.lastWeight++;
                at++;
            }
            default -> {
                if (pattern.startsWith("\\Q", at)) {
                    quotation();
                } else {
                    literal(PatternCharacter.at(pattern, at));
                }
            }
        }
        return null;
    }

    private void literal(PatternCharacter character) {
        group.atom(1, 1);
        foldable.add(character.codePoint(), character.codePoint());
        at = character.end();
    }

    private void quotation() {
        int end = pattern.indexOf("\\E", at + 2);
        pattern.substring(at + 2, end < 0 ? pattern.length() : end).codePoints().forEach(character -> {
            group.atom(1, 1);
            foldable.add(character, character);
        });
        at = end < 0 ? pattern.length() : end + 2;
    }

    private void characterClass() {
        group.atom(1, 1);
        at += pattern.startsWith("[^", at) ? 2 : 1;
        boolean first = true;
        while (at < pattern.length() && (first || pattern.charAt(at) != ']')) {
            first = false;
            int named = pattern.startsWith("[:", at) ? pattern.indexOf(":]", at + 2) : -1;
            if (named >= 0) {
                at = named + 2;
            } else {
                classRange();
            }
        }
        at++;
    }

    /** One character of a class, or a range of them. */
    private void classRange() {
        PatternCharacter from = PatternCharacter.at(pattern, at);
        at = from.end();
        PatternCharacter to = from;
        boolean range = pattern.startsWith("-", at) && at + 1 < pattern.length() && pattern.charAt(at + 1) != ']';
        if (range && from.codePoint() >= 0) {
            to = PatternCharacter.at(pattern, at + 1);
            at = to.end();
        }
        foldable.add(from.codePoint(), to.codePoint());
    }

    private void open() {
        at++;
        if (pattern.startsWith("?", at)) {
            boolean named = pattern.startsWith("?P<", at) || pattern.startsWith("?<", at);
            int flags = at;
            while (at < pattern.length() && !endsPrefix(pattern.charAt(at), named)) {
                at++;
            }
            ignoresCase |= !named && pattern.substring(flags, at).contains("i");
            at++;
            if (!named && at <= pattern.length() && pattern.charAt(at - 1) == ')') {
                return; // (?i) sets flags and groups nothing
            }
        }
        group.finishAtom();
        outer.push(group);
        group = new Group();
    }

    private static boolean endsPrefix(char character, boolean named) {
        return named ? character == '>' : character == ':' || character == ')';
    }

    private @Nullable String close() {
        at++;
        if (outer.isEmpty()) {
            return "unexpected )"; // RE2/J speaks of an internal error
        }
        String objection = objectionTo(group);
        Group inner = group;
        group = outer.pop();
        group.atom(inner.weight + 2, inner.product);
        return objection;
    }

    private @Nullable String objectionTo(Group finished) {
        finished.finishAtom();
        if (finished.product > MAX_REPEAT_PRODUCT) {
            return "its nested repeats multiply to more than " + MAX_REPEAT_PRODUCT;
        }
        return finished.weight > MAX_WEIGHT ? "written out it is longer than " + MAX_WEIGHT + " characters" : null;
    }

    /** {@code {n}}, {@code {n,}} or {@code {n,m}}; anything else in braces is literal. */
    private @Nullable String repeat() {
        int end = pattern.indexOf('}', at);
        String inside = end < 0 ? "" : pattern.substring(at + 1, end);
        int comma = inside.indexOf(',');
        long min = count(comma < 0 ? inside : inside.substring(0, comma));
        boolean open = comma >= 0 && comma == inside.length() - 1;
        long max = comma < 0 || open ? min : count(inside.substring(comma + 1));
        if (min < 0 || max < 0) {
            group.atom(1, 1);
            at++;
            return null;
        }
        at = end + 1;
        long times = Math.max(1, Math.max(min, max));
        group.lastProduct *= times;
        group.lastWeight = group.lastWeight * times + 1;
        // Asked here as well: a long row of repeats must not make the product overflow.
        return group.lastProduct > MAX_REPEAT_PRODUCT
                ? "its nested repeats multiply to more than " + MAX_REPEAT_PRODUCT
                : null;
    }

    /** A count, -1 if it is none; more than four digits are refused by RE2/J whatever they are. */
    private static long count(String digits) {
        boolean plain = !digits.isEmpty()
                && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')
                && (digits.length() == 1 || digits.charAt(0) != '0');
        if (!plain) {
            return -1;
        }
        return digits.length() > 4 ? MAX_REPEAT_PRODUCT + 1 : Long.parseLong(digits);
    }

    /** What was seen of a group so far. Alternatives are added up: some share instructions, which only makes it smaller. */
    private static final class Group {
        private long weight;
        private long product = 1;
        private long lastWeight;
        private long lastProduct = 1;

        void atom(long atomWeight, long atomProduct) {
            finishAtom();
            lastWeight = atomWeight;
            lastProduct = atomProduct;
        }

        void finishAtom() {
            weight += lastWeight;
            product = Math.max(product, lastProduct);
            lastWeight = 0;
            lastProduct = 1;
        }
    }
}
