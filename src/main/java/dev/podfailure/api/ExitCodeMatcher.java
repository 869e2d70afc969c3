package dev.podfailure.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code onExitCodes}. Exit code 0 never matches, not even for {@code NotIn}.
 *
 * @param operator {@code In} or {@code NotIn}
 * @param values exit codes
 */
public record ExitCodeMatcher(
        @Nullable String operator, @Nullable List<Integer> values) {}
