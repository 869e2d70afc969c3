package dev.podfailure.rules;

import dev.podfailure.failure.PodEvent;
import dev.podfailure.failure.TerminatedContainer;
import org.jspecify.annotations.Nullable;

/** What one rule says about one failed pod. */
sealed interface RuleAnswer {
    RuleAnswer NO = new No();
    RuleAnswer ONLY_EVENT_MISSING = new OnlyEventMissing();
    RuleAnswer NEEDS_EVENTS = new NeedsEvents();

    /** It does not hold, whatever else may happen to the pod. */
    record No() implements RuleAnswer {}

    /** It would hold if there were another event. */
    record OnlyEventMissing() implements RuleAnswer {}

    /** It depends on the events, and they were not read. */
    record NeedsEvents() implements RuleAnswer {}

    /**
     * It holds.
     *
     * @param container that satisfied it; absent if it asks for none
     * @param event that satisfied it; absent if it asks for none
     */
    record Holds(
            @Nullable TerminatedContainer container,
            @Nullable PodEvent event) implements RuleAnswer {}
}
