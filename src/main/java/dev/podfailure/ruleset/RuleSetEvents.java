package dev.podfailure.ruleset;

import dev.podfailure.api.FailureCategoryRuleSet;
import dev.podfailure.api.RuleSetStatus;
import dev.podfailure.api.RuleSetStatus.RuleSetCondition;
import dev.podfailure.recorder.KubernetesEvent;
import dev.podfailure.recorder.KubernetesEvent.Regarding;
import java.util.Optional;

/** What an Event tells of a rule set: that it stands otherwise than before. Pure. */
final class RuleSetEvents {
    private static final String ACTION = "Compile";

    private RuleSetEvents() {}

    /**
     * The Event about a status that was written; absent if the rule set stands as it stood before.
     *
     * @param previous what the object said until then
     */
    static Optional<KubernetesEvent> of(FailureCategoryRuleSet ruleSet, RuleSetStatus previous, RuleSetStatus status) {
        State state = State.of(status);
        if (state == State.UNKNOWN || state == State.of(previous)) {
            return Optional.empty();
        }
        RuleSetCondition told = condition(status, state.condition).orElseThrow();
        return Optional.of(KubernetesEvent.of(
                Regarding.of(ruleSet),
                state.reason + "/" + status.observedGeneration() + "/" + told.lastTransitionTime(),
                state == State.ACCEPTED ? KubernetesEvent.Type.Normal : KubernetesEvent.Type.Warning,
                state.reason,
                ACTION,
                "Generation " + status.observedGeneration() + ": " + told.message()));
    }

    private static Optional<RuleSetCondition> condition(RuleSetStatus status, String type) {
        return status.conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst();
    }

    private static boolean holds(RuleSetStatus status, String type) {
        return condition(status, type)
                .filter(condition -> condition.status().equals("True"))
                .isPresent();
    }

    private enum State {
        ACCEPTED("Accepted", "Accepted"),
        PARTIALLY_INVALID("PartiallyInvalid", "PartiallyInvalid"),
        REJECTED("Rejected", "Accepted"),
        /** Nobody has said yet. */
        UNKNOWN("", "");

        private final String reason;

        /** The condition whose message tells it best. */
        private final String condition;

        State(String reason, String condition) {
            this.reason = reason;
            this.condition = condition;
        }

        static State of(RuleSetStatus status) {
            if (condition(status, "Accepted").isEmpty()) {
                return UNKNOWN;
            }
            if (!holds(status, "Accepted")) {
                return REJECTED;
            }
            return holds(status, "PartiallyInvalid") ? PARTIALLY_INVALID : ACCEPTED;
        }
    }
}
