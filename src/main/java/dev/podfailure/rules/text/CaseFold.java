package dev.podfailure.rules.text;

/**
 * Case folding of the ASCII letters as RE2 does it: besides its other case, {@code k} equals U+212A (the Kelvin sign) and
 * {@code s} equals U+017F (the long s). No other character folds onto an ASCII letter.
 */
final class CaseFold {
    private static final char KELVIN_SIGN = '\u212A';
    private static final char LONG_S = '\u017F';

    /** Every character that folding turns into another one. */
    static final String FOLDED_AWAY = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + KELVIN_SIGN + LONG_S;

    private CaseFold() {}

    static char fold(char c) {
        if (c >= 'A' && c <= 'Z') {
            return (char) (c + ('a' - 'A'));
        }
        return switch (c) {
            case KELVIN_SIGN -> 'k';
            case LONG_S -> 's';
            default -> c;
        };
    }

    static String fold(String text) {
        if (isFolded(text)) {
            return text;
        }
        StringBuilder folded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            folded.append(fold(text.charAt(i)));
        }
        return folded.toString();
    }

    /** Whether a text means the same with and without case: no character of it has another one that folds alike. */
    static boolean isCaseless(String text) {
        for (int i = 0; i < text.length(); i++) {
            char folded = fold(text.charAt(i));
            if (folded >= 'a' && folded <= 'z') {
                return false;
            }
        }
        return true;
    }

    private static boolean isFolded(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (fold(text.charAt(i)) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
