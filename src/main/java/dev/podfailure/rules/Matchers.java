package dev.podfailure.rules;

import dev.podfailure.failure.PodEvent;
import dev.podfailure.failure.PodFailure;
import dev.podfailure.failure.TerminatedContainer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that one rule asks, parted by where the answer lies. Every part must hold. The events come after what the pod itself
 * answers, since they have to be fetched, and the match conditions come last, since they cost most.
 */
record Matchers(
        ContainerPart containers,
        List<PodMatcher> pod,
        @Nullable EventMatcher event,
        RuleConditions conditions) {
    Matchers {
        pod = List.copyOf(pod);
    }

    /** Whether the rule asks anything at all. */
    boolean isEmpty() {
        return containers.matchers().isEmpty() && pod.isEmpty() && event == null && conditions.isEmpty();
    }

    /** Whether the rule cannot be answered without the pod's events. */
    boolean needEvents() {
        return event != null || conditions.compiled().needsEvents();
    }

    /** Whether an event is the only thing that the facts of the pod leave open; match conditions come after it. */
    boolean askForNothingButEvents() {
        return event != null && pod.isEmpty() && containers.matchers().isEmpty();
    }

    /** Whether everything holds that the facts of the pod can answer: all but events and match conditions. */
    boolean holdBesideEvents(PodFailure failure) {
        for (PodMatcher matcher : pod) {
            if (!matcher.matches(failure)) {
                return false;
            }
        }
        return containers.holds(failure);
    }

    /**
     * What satisfied each matcher.
     *
     * @param container the one that satisfied the rule, absent if it asks for none
     * @param matched the event that satisfied the rule, absent if it asks for none
     */
    Evidence evidence(PodFailure failure, @Nullable TerminatedContainer container, @Nullable PodEvent matched) {
        List<Evidence.Item> items = new ArrayList<>(containers.evidence(failure, container));
        pod.forEach(matcher -> items.addAll(matcher.evidence(failure)));
        if (event != null && matched != null) {
            items.addAll(event.evidence(matched));
        }
        if (!conditions.isEmpty()) {
            items.addAll(conditions.evidence(container == null ? "" : container.name()));
        }
        return new Evidence(items);
    }
}
