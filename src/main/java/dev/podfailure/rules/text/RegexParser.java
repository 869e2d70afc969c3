package dev.podfailure.rules.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads RE2's syntax with Perl's additions, as RE2/J 1.8 and Go's {@code regexp} take it. Left to right in one pass, its
 * depth bounded, and it meets whatever endangers RE2/J no later than RE2/J would.
 */
final class RegexParser {
    /** Deepest nesting of groups that is read. */
    static final int MAX_DEPTH = 100;

    /** Largest product of nested counted repetitions, as in Go. */
    static final int MAX_REPEATS = 1_000;

    /** Longest pattern that is read, far above what the schema lets in. */
    private static final int MAX_LENGTH = 65_536;

    private final RegexReader in;
    private final RegexEscapes escapes;
    private final MixedCase mixedCase = new MixedCase();
    private RegexFlags flags = RegexFlags.NONE;
    private int depth;
    private int endOfLastRepeat = -1;

    private RegexParser(String pattern) {
        in = new RegexReader(pattern);
        escapes = new RegexEscapes(in);
    }

    static RegexNode parse(String pattern) throws RegexFaultException {
        RegexParser parser = new RegexParser(pattern);
        if (pattern.length() > MAX_LENGTH) {
            throw parser.in.fault(PatternFault.Kind.LENGTH, "the pattern is longer than " + MAX_LENGTH);
        }
        RegexNode whole = parser.alternation();
        if (parser.in.more()) {
            throw parser.in.fault("\")\" without \"(\"");
        }
        parser.checkRepeats(whole, MAX_REPEATS);
        return whole;
    }

    private RegexNode alternation() throws RegexFaultException {
        List<RegexNode> branches = new ArrayList<>();
        do {
            branches.add(sequence());
        } while (in.skip("|"));
        if (branches.size() == 1) {
            return branches.getFirst();
        }
        RegexNode.Alternation alternation = new RegexNode.Alternation(branches);
        if (mixedCase.isIn(alternation)) {
            throw in.fault(
                    PatternFault.Kind.MIXED_CASE,
                    "two neighbouring alternatives begin with the same letter, but only one ignores its case: let both or none");
        }
        return alternation;
    }

    private RegexNode sequence() throws RegexFaultException {
        SequenceBuilder parts = new SequenceBuilder();
        while (in.more() && !in.at("|") && !in.at(")")) {
            part(parts);
        }
        return parts.build();
    }

    private void part(SequenceBuilder parts) throws RegexFaultException {
        int start = in.position();
        int c = in.next();
        switch (c) {
            case '(' -> group(parts);
            case '^' -> parts.add(flags.multiLine() ? RegexNode.Assertion.LINE_START : RegexNode.Assertion.TEXT_START);
            case '$' -> parts.add(flags.multiLine() ? RegexNode.Assertion.LINE_END : RegexNode.Assertion.TEXT_END);
            case '.' -> parts.add(new RegexNode.Wide(flags.dotMatchesNewline()));
            case '[' -> parts.add(brackets());
            case '*' -> repeat(parts, start, 0, RegexNode.Repeat.UNBOUNDED, false);
            case '+' -> repeat(parts, start, 1, RegexNode.Repeat.UNBOUNDED, false);
            case '?' -> repeat(parts, start, 0, 1, false);
            case '{' -> countedRepeat(parts, start);
            case '\\' -> escape(parts, start);
            default -> addCharacter(parts, c);
        }
    }

    private void addCharacter(SequenceBuilder parts, int codePoint) throws RegexFaultException {
        parts.addCharacter(character(codePoint), flags.ignoresCase());
    }

    private RegexNode character(int codePoint) throws RegexFaultException {
        boolean ignoresCase = flags.ignoresCase();
        if (ignoresCase) {
            UnfoldableLetters.check(in, codePoint, codePoint);
        }
        if (Literal.isSurrogate(codePoint)) {
            throw halfOfACharacter();
        }
        return Literal.of(codePoint, ignoresCase)
                .<RegexNode>map(RegexNode.Text::new)
                .orElseGet(() -> new RegexNode.AnyCase(codePoint));
    }

    private RegexFaultException halfOfACharacter() {
        return in.fault(
                PatternFault.Kind.HALF_CHARACTER,
                "U+D800 to U+DFFF are halves of characters: no text has one by itself");
    }

    private void group(SequenceBuilder parts) throws RegexFaultException {
        RegexFlags outside = flags;
        boolean captures = true;
        if (in.skip("?P<") || in.skip("?<")) {
            String name = in.until(">");
            if (name.isEmpty() || !name.chars().allMatch(RegexEscapes::isWordCharacter)) {
                throw in.fault("a group's name consists of letters, digits and \"_\"");
            }
        } else if (in.skip("?")) {
            RegexFlags inside = RegexFlags.read(in, flags);
            if (in.next() == ')') {
                flags = inside;
                return;
            }
            flags = inside;
            captures = false;
        }
        RegexNode body = groupBody();
        if (body instanceof RegexNode.Text text && !captures) {
            parts.addCharacter(body, text.literal().ignoresCase());
        } else {
            parts.add(body);
        }
        flags = outside;
    }

    private RegexNode groupBody() throws RegexFaultException {
        if (++depth > MAX_DEPTH) {
            throw in.fault(PatternFault.Kind.NESTING, "groups are nested deeper than " + MAX_DEPTH);
        }
        RegexNode body = alternation();
        if (!in.skip(")")) {
            throw in.fault("\")\" is missing");
        }
        depth--;
        return body;
    }

    private void countedRepeat(SequenceBuilder parts, int start) throws RegexFaultException {
        int min = escapes.number();
        int max = min;
        if (min >= 0 && in.skip(",")) {
            max = in.at("}") ? RegexNode.Repeat.UNBOUNDED : escapes.number();
            min = max == RegexEscapes.NO_NUMBER ? RegexEscapes.NO_NUMBER : min;
        }
        if (min < 0 || !in.skip("}")) {
            in.rewindTo(start + 1);
            addCharacter(parts, '{');
            return;
        }
        if (min > MAX_REPEATS || max > MAX_REPEATS || (max >= 0 && min > max)) {
            throw in.fault("a repetition's bounds are at most " + MAX_REPEATS + " and in order");
        }
        repeat(parts, start, min, max, true);
    }

    private void repeat(SequenceBuilder parts, int start, int min, int max, boolean counted)
            throws RegexFaultException {
        in.skip("?");
        if (parts.isEmpty() || start == endOfLastRepeat) {
            throw in.fault("a repetition has nothing to repeat");
        }
        if (!parts.repeatLast(min, max, counted)) {
            throw in.fault(
                    PatternFault.Kind.NESTING, "repetitions are nested deeper than " + SequenceBuilder.MAX_REPEATED);
        }
        endOfLastRepeat = in.position();
    }

    private void escape(SequenceBuilder parts, int start) throws RegexFaultException {
        int c = in.next();
        switch (c) {
            case 'A' -> parts.add(RegexNode.Assertion.TEXT_START);
            case 'z' -> parts.add(RegexNode.Assertion.TEXT_END);
            case 'b', 'B' -> parts.add(RegexNode.Assertion.WORD);
            case 'Q' -> {
                for (int quoted : in.untilOrRest("\\E").codePoints().toArray()) {
                    addCharacter(parts, quoted);
                }
            }
            case 'd', 'D', 's', 'S', 'w', 'W', 'p', 'P' -> {
                in.rewindTo(start);
                CharacterClass one = new CharacterClass();
                escapes.characterClass(one);
                parts.add(one.toNode(false));
            }
            default -> {
                in.rewindTo(start);
                addCharacter(parts, escapes.character());
            }
        }
    }

    private RegexNode brackets() throws RegexFaultException {
        boolean negated = in.skip("^");
        CharacterClass members = new CharacterClass();
        boolean first = true;
        while (first || !in.at("]")) {
            first = false;
            if (!escapes.characterClass(members)) {
                range(members);
            }
        }
        in.skip("]");
        if (!negated && members.hasOnlySurrogates()) {
            throw halfOfACharacter();
        }
        return negated ? members.negated() : members.toNode(flags.ignoresCase());
    }

    private void range(CharacterClass members) throws RegexFaultException {
        int first = escapes.characterInBrackets();
        int last = first;
        if (in.at("-") && !in.at("-]")) {
            in.skip("-");
            last = escapes.characterInBrackets();
        }
        if (last < first) {
            throw in.fault("a range of characters is out of order");
        }
        if (flags.ignoresCase()) {
            UnfoldableLetters.check(in, first, last);
        }
        members.add(first, last);
    }

    private void checkRepeats(RegexNode node, int left) throws RegexFaultException {
        switch (node) {
            case RegexNode.Repeat repeat -> {
                int most = repeat.counted() ? Math.max(1, Math.max(repeat.min(), repeat.max())) : 1;
                if (most > left) {
                    throw in.fault(
                            PatternFault.Kind.REPETITION, "nested repetitions multiply to more than " + MAX_REPEATS);
                }
                checkRepeats(repeat.node(), left / most);
            }
            case RegexNode.Sequence sequence -> {
                for (RegexNode part : sequence.parts()) {
                    checkRepeats(part, left);
                }
            }
            case RegexNode.Alternation either -> {
                for (RegexNode branch : either.branches()) {
                    checkRepeats(branch, left);
                }
            }
            case RegexNode.Text text -> {}
            case RegexNode.OneOf oneOf -> {}
            case RegexNode.Wide wide -> {}
            case RegexNode.AnyCase letter -> {}
            case RegexNode.Assertion assertion -> {}
        }
    }
}
