package dev.podfailure.rules;

import dev.podfailure.failure.PodEvent;
import dev.podfailure.failure.PodFailure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that one rule asks, parted by where the answer lies. Every part must hold. The events come last, since they have to
 * be fetched.
 */
record Matchers(
        ContainerPart containers,
        List<PodMatcher> pod,
        @Nullable EventMatcher event) {
    Matchers {
        pod = List.copyOf(pod);
    }

    /** Whether the rule asks anything at all. */
    boolean isEmpty() {
        return containers.matchers().isEmpty() && pod.isEmpty() && event == null;
    }

    /** Whether everything holds that the pod itself can answer. */
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
     * @param matched the event that satisfied the rule, absent if it asks for none
     */
    Evidence evidence(PodFailure failure, @Nullable PodEvent matched) {
        List<Evidence.Item> items = new ArrayList<>(containers.evidence(failure));
        pod.forEach(matcher -> items.add(matcher.evidence(failure)));
        if (event != null && matched != null) {
            items.addAll(event.evidence(matched));
        }
        return new Evidence(items);
    }
}
