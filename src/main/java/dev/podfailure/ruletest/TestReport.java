package dev.podfailure.ruletest;

import dev.podfailure.failure.EscapedText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What came of all tests.
 *
 * @param files in the order in which they were given
 * @param rules number of rules that could win
 * @param neverWon those that won in no case
 */
public record TestReport(List<FileResult> files, int rules, Set<String> neverWon) {
    public TestReport {
        files = List.copyOf(files);
        neverWon = java.util.Collections.unmodifiableSet(new TreeSet<>(neverWon));
    }

    /** What came of the tests in one file. */
    record FileResult(String name, List<RuleTestResult> results) {
        FileResult {
            results = List.copyOf(results);
        }

        List<RuleTestResult> failed() {
            return results.stream().filter(result -> !result.passed()).toList();
        }
    }

    /** Whether every case passed. */
    public boolean passed() {
        return failures() == 0;
    }

    /** Prints it for a person. */
    public void print(PrintWriter out) {
        for (FileResult file : files) {
            int failed = file.failed().size();
            line(
                    out,
                    file.name() + ": " + count(file.results().size(), "case") + ", "
                            + (failed == 0 ? "all passed" : failed + " failed"));
            file.failed().forEach(result -> print(out, result));
        }
        int cases = files.stream().mapToInt(file -> file.results().size()).sum();
        line(
                out,
                count(cases, "case") + " in " + count(files.size(), "file") + ": " + (cases - failures()) + " passed, "
                        + failures() + " failed");
    }

    /** Prints which rules no case is about. */
    public void printCoverage(PrintWriter out) {
        line(
                out,
                (rules - neverWon.size()) + " of " + count(rules, "rule") + " won in some case"
                        + (neverWon.isEmpty() ? "" : "; these never:"));
        neverWon.forEach(rule -> line(out, "  " + rule));
    }

    /** What a person reads about a case that failed: the differences, then the explanation. */
    static List<String> lines(RuleTestResult result) {
        List<String> lines = new ArrayList<>();
        for (Expectation.Difference difference : result.differences()) {
            lines.add(difference.field() + ": expected " + orNone(difference.expected()) + ", got "
                    + orNone(difference.got()));
        }
        lines.addAll(result.explanation());
        return lines;
    }

    private void print(PrintWriter out, RuleTestResult result) {
        line(
                out,
                "  FAILED line " + result.tested().place().line() + ": "
                        + result.tested().name());
        lines(result).forEach(text -> line(out, "    " + text));
    }

    private int failures() {
        return files.stream().mapToInt(file -> file.failed().size()).sum();
    }

    private static void line(PrintWriter out, String text) {
        out.print(EscapedText.of(text));
        out.print('\n');
    }

    private static String orNone(String value) {
        return value.isEmpty() ? "none" : value;
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
