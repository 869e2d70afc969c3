package dev.podfailure.rules;

/**
 * One element of a pattern's text: a literal character, or an escape that stands for one or for a class of them.
 *
 * @param codePoint the character; -1 for a class such as {@code \d} or {@code \pL}, and for what is no character at all
 * @param end where the next element begins
 */
record PatternCharacter(int codePoint, int end) {
    private static final String CLASSES_AND_ASSERTIONS = "dDsSwWbBAzCQE";

    /** The element that begins at a position within the pattern. */
    static PatternCharacter at(String pattern, int at) {
        int character = pattern.codePointAt(at);
        int next = at + Character.charCount(character);
        return character == '\\' && next < pattern.length()
                ? escape(pattern, next)
                : new PatternCharacter(character, next);
    }

    private static PatternCharacter escape(String pattern, int at) {
        int character = pattern.codePointAt(at);
        int next = at + Character.charCount(character);
        if (character == 'p' || character == 'P') {
            int closing = braced(pattern, next);
            return new PatternCharacter(-1, closing < 0 ? Math.min(next + 1, pattern.length()) : closing + 1);
        }
        if (character == 'x') {
            int closing = braced(pattern, next);
            return closing < 0
                    ? number(pattern, next, Math.min(next + 2, pattern.length()), 16)
                    : new PatternCharacter(parse(pattern.substring(next + 1, closing), 16), closing + 1);
        }
        if (character >= '0' && character <= '7') {
            return number(pattern, at, Math.min(at + 3, pattern.length()), 8);
        }
        return new PatternCharacter(CLASSES_AND_ASSERTIONS.indexOf(character) >= 0 ? -1 : character, next);
    }

    private static PatternCharacter number(String pattern, int from, int limit, int radix) {
        int end = from;
        while (end < limit && Character.digit(pattern.charAt(end), radix) >= 0) {
            end++;
        }
        return new PatternCharacter(parse(pattern.substring(from, end), radix), end);
    }

    private static int braced(String pattern, int at) {
        return pattern.startsWith("{", at) ? pattern.indexOf('}', at) : -1;
    }

    /** -1 for what RE2/J will refuse anyway. */
    private static int parse(String digits, int radix) {
        try {
            int value = Integer.parseInt(digits, radix);
            return Character.isValidCodePoint(value) ? value : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
