package dev.podfailure.rules;

import dev.podfailure.failure.EscapedText;
import dev.podfailure.failure.PodCondition;
import dev.podfailure.failure.PodFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One element of {@code onPodConditions}: what a rule asks of a condition in the pod's status. */
sealed interface ConditionTest {
    boolean passes(PodFailure failure);

    /** What satisfied it; asked only of a pod that passes. */
    List<Evidence.Item> evidence(PodFailure failure);

    /** The condition's type. */
    String type();

    /** {@code status: Absent}: the pod has no condition of this type. */
    record Absent(String type) implements ConditionTest {
        @Override
        public boolean passes(PodFailure failure) {
            for (PodCondition condition : failure.conditions()) {
                if (condition.type().equals(type)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public List<Evidence.Item> evidence(PodFailure failure) {
            return List.of(item("type", type), item("status", "Absent"));
        }
    }

    /**
     * The pod has such a condition.
     *
     * @param status exactly
     * @param reasons any of them; empty means any reason
     * @param pattern what must be in the condition's message; absent means any message, an empty one too
     * @param beforeFailure whether it must not be younger than the failure
     */
    record Present(
            String type,
            String status,
            Set<String> reasons,
            @Nullable TextPattern pattern,
            boolean beforeFailure) implements ConditionTest {
        /** The kubelet's own condition comes a second after the containers' end, and both times are cut to seconds. */
        private static final Duration TOLERANCE = Duration.ofSeconds(2);

        public Present {
            reasons = Set.copyOf(reasons);
        }

        @Override
        public boolean passes(PodFailure failure) {
            return firstMatch(failure) != null;
        }

        @Override
        public List<Evidence.Item> evidence(PodFailure failure) {
            PodCondition match = firstMatch(failure);
            if (match == null) {
                return List.of();
            }
            List<Evidence.Item> items = new ArrayList<>();
            items.add(item("type", type));
            items.add(item("status", status));
            if (!match.reason().isEmpty()) {
                items.add(item("reason", match.reason()));
            }
            if (pattern != null) {
                items.add(item("message", pattern.matchedPart(match.message())));
            }
            return items;
        }

        private @Nullable PodCondition firstMatch(PodFailure failure) {
            for (PodCondition condition : failure.conditions()) {
                if (matches(condition) && (!beforeFailure || isBeforeFailure(condition, failure))) {
                    return condition;
                }
            }
            return null;
        }

        private boolean matches(PodCondition condition) {
            return condition.type().equals(type)
                    && condition.status().equals(status)
                    && (reasons.isEmpty() || reasons.contains(condition.reason()))
                    && (pattern == null || (!condition.message().isEmpty() && pattern.isIn(condition.message())));
        }

        /** Without any time of a failure there is nothing to compare with; without its own time a condition is not before. */
        private static boolean isBeforeFailure(PodCondition condition, PodFailure failure) {
            Instant earliest = finishTimes(failure).min(Instant::compareTo).orElse(null);
            Instant since = condition.lastTransitionTime();
            return earliest == null || (since != null && !since.isAfter(earliest.plus(TOLERANCE)));
        }

        private static Stream<Instant> finishTimes(PodFailure failure) {
            return failure.failedContainers().stream()
                    .map(container -> container.finishedAt())
                    .filter(Objects::nonNull)
                    .map(Objects::requireNonNull);
        }
    }

    private static Evidence.Item item(String field, String value) {
        return new Evidence.Item("onPodConditions", "", field, EscapedText.of(value, 160));
    }
}
