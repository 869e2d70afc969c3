package dev.podfailure.failure;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One of {@code status.conditions}.
 *
 * @param type such as {@code DisruptionTarget}
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason {@code ""} if absent
 * @param message {@code ""} if absent
 * @param lastTransitionTime absent if unknown
 */
public record PodCondition(
        String type,
        String status,
        String reason,
        String message,
        @Nullable Instant lastTransitionTime) {

    /** Whether the condition holds. */
    public boolean isTrue() {
        return status.equals("True");
    }
}
