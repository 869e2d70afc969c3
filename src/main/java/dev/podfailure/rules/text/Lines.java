package dev.podfailure.rules.text;

/** Where lines of a text begin and end; only a line feed ends one. */
final class Lines {
    private Lines() {}

    /** Index of the first character of the line that has the character at an index. */
    static int startOf(String text, int index) {
        return text.lastIndexOf('\n', index - 1) + 1;
    }

    /** Index behind the last character of the line that has the character at an index, its line feed left out. */
    static int endOf(String text, int index) {
        int end = text.indexOf('\n', index);
        return end < 0 ? text.length() : end;
    }
}
