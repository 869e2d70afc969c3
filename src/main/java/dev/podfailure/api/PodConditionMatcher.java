package dev.podfailure.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One element of {@code onPodConditions}: a condition in the pod's status. All that is present must hold.
 *
 * @param type such as {@code DisruptionTarget}; required
 * @param status {@code True} (default), {@code False}, {@code Unknown}, or {@code Absent}: the pod has no condition of this
 *     type, which goes with nothing else
 * @param reasons the condition's reason, compared exactly; absent means any
 * @param pattern RE2 syntax, unanchored, at most 256 characters, on the condition's message; an empty message never matches
 * @param relativeToFailure {@code Before}: the condition is not younger than the failure; {@code Any} (default)
 */
public record PodConditionMatcher(
        @Nullable String type,
        @Nullable String status,
        @Nullable List<String> reasons,
        @Nullable String pattern,
        @Nullable String relativeToFailure) {}
