package dev.podfailure.lint;

import java.util.Locale;
import java.util.Optional;

/**
 * A regular expression that is a plain text.
 *
 * @param text what it finds
 * @param anyCase whether upper and lower case are alike; then the text is in lower case and ASCII
 */
record LiteralPattern(String text, boolean anyCase) {
    private static final String SPECIAL = "\\^$.|?*+()[]{}";
    private static final String ANY_CASE = "(?i)";

    /** Whether every text that the one pattern is found in has the other one, too, as far as can be seen. */
    static boolean implies(String strict, String loose) {
        if (strict.equals(loose) || loose.equals(".*") || loose.equals("(?s).*")) {
            return true;
        }
        Optional<LiteralPattern> one = of(strict);
        Optional<LiteralPattern> other = of(loose);
        return one.isPresent() && other.isPresent() && one.get().contains(other.get());
    }

    private boolean contains(LiteralPattern other) {
        if (other.anyCase) {
            return text.toLowerCase(Locale.ROOT).contains(other.text);
        }
        return !anyCase && text.contains(other.text);
    }

    private static Optional<LiteralPattern> of(String regex) {
        boolean anyCase = regex.startsWith(ANY_CASE);
        String rest = anyCase ? regex.substring(ANY_CASE.length()) : regex;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            boolean escaped = c == '\\' && i + 1 < rest.length() && SPECIAL.indexOf(rest.charAt(i + 1)) >= 0;
            if (escaped) {
                text.append(rest.charAt(++i));
            } else if (SPECIAL.indexOf(c) >= 0 || c > '~') {
                return Optional.empty();
            } else {
                text.append(c);
            }
        }
        String found = text.toString();
        return Optional.of(new LiteralPattern(anyCase ? found.toLowerCase(Locale.ROOT) : found, anyCase));
    }
}
