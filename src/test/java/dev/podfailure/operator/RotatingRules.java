package dev.podfailure.operator;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A rule set that says something else in each generation, and says which: the subcategory is the generation, and the rule
 * that takes an exit code moves on by one. Whatever it answers can be checked without knowing when it was asked.
 *
 * @param name of the rule set
 * @param firstCode the first of the exit codes that it takes
 */
record RotatingRules(String name, int firstCode) {
    static final int CODES = 5;

    /** The spec that the API server stores as this generation. */
    String spec(long generation) {
        return IntStream.range(0, CODES)
                .mapToObj(offset -> {
                    int code = firstCode + offset;
                    return "- {name: %s, category: %s, subcategory: g%d, onExitCodes: {operator: In, values: [%d]}}"
                            .formatted(rule(code, generation), category(code, generation), generation, code);
                })
                .collect(Collectors.joining("\n", "rules:\n", "\n"));
    }

    boolean takes(int exitCode) {
        return exitCode >= firstCode && exitCode < firstCode + CODES;
    }

    String rule(int exitCode, long generation) {
        return "r" + turn(exitCode, generation);
    }

    String category(int exitCode, long generation) {
        return name + "-" + turn(exitCode, generation);
    }

    private long turn(int exitCode, long generation) {
        return (exitCode - firstCode + generation) % CODES;
    }
}
