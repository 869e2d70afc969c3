package dev.podfailure.rules.cel;

import com.google.re2j.Pattern;
import dev.cel.runtime.CelRuntime;
import java.util.Map;

/**
 * A compiled expression.
 *
 * @param name of the condition
 * @param program what CEL planned
 * @param usesEvents whether it looks at the events of the pod
 * @param patterns the regular expressions in it, by their text
 * @param logicalCalls the calls of {@code ||} and {@code &&}
 */
record Expression(
        String name,
        CelRuntime.Program program,
        boolean usesEvents,
        Map<String, Pattern> patterns,
        LogicalCalls logicalCalls) {
    Expression {
        patterns = Map.copyOf(patterns);
    }
}
