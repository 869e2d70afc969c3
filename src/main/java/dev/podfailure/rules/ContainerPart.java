package dev.podfailure.rules;

import dev.podfailure.failure.PodFailure;
import dev.podfailure.failure.TerminatedContainer;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rule asks of containers: one failed container in the scope must satisfy all matchers. Without a matcher it asks
 * nothing, whatever its scope.
 *
 * @param names exact names of the containers in the scope; empty means every container
 * @param matchers in the order of their evidence
 */
record ContainerPart(Set<String> names, List<ContainerMatcher> matchers) {
    ContainerPart {
        names = Set.copyOf(names);
        matchers = List.copyOf(matchers);
    }

    boolean holds(PodFailure failure) {
        return matchers.isEmpty() || podAlone(failure) != null || firstMatch(failure) != null;
    }

    /** What satisfied it; asked only of a failure for which it holds. */
    List<Evidence.Item> evidence(PodFailure failure) {
        ContainerMatcher.Conditions conditions = podAlone(failure);
        if (conditions != null) {
            return List.of(conditions.podEvidence(failure));
        }
        TerminatedContainer container = firstMatch(failure);
        return container == null
                ? List.of()
                : matchers.stream()
                        .map(matcher -> matcher.evidence(failure, container))
                        .toList();
    }

    /** {@code onConditions} as the only matcher needs no container if the pod's reason is listed; nor does a scope matter. */
    private ContainerMatcher.@Nullable Conditions podAlone(PodFailure failure) {
        return matchers.size() == 1
                        && matchers.getFirst() instanceof ContainerMatcher.Conditions conditions
                        && conditions.matchesPod(failure)
                ? conditions
                : null;
    }

    private @Nullable TerminatedContainer firstMatch(PodFailure failure) {
        for (TerminatedContainer container : failure.terminated()) {
            if (container.failed() && inScope(container) && satisfiesAll(failure, container)) {
                return container;
            }
        }
        return null;
    }

    private boolean inScope(TerminatedContainer container) {
        return names.isEmpty() || names.contains(container.name());
    }

    private boolean satisfiesAll(PodFailure failure, TerminatedContainer container) {
        for (ContainerMatcher matcher : matchers) {
            if (!matcher.matches(failure, container)) {
                return false;
            }
        }
        return true;
    }
}
