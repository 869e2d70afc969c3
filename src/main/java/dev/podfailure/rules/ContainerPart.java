package dev.podfailure.rules;

import dev.podfailure.failure.PodFailure;
import dev.podfailure.failure.TerminatedContainer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule asks of containers: one failed container in the scope must satisfy all matchers. Without a matcher it asks
 * nothing; its scope then only says which containers match conditions are about.
 *
 * @param scope which containers count
 * @param matchers in the order of their evidence
 */
record ContainerPart(Scope scope, List<ContainerMatcher> matchers) {
    ContainerPart {
        matchers = List.copyOf(matchers);
    }

    /** Whether match conditions are asked container by container. */
    boolean concernsContainers() {
        return !matchers.isEmpty() || !scope.isAll();
    }

    boolean holds(PodFailure failure) {
        return matchers.isEmpty() || holdsForPodAlone(failure) || firstMatch(failure) != null;
    }

    /** {@code onConditions} as the only matcher needs no container if the pod's reason is listed; nor does a scope matter. */
    boolean holdsForPodAlone(PodFailure failure) {
        return matchers.size() == 1
                && matchers.getFirst() instanceof ContainerMatcher.Conditions conditions
                && conditions.matchesPod(failure);
    }

    /** The first container in the scope that satisfies every matcher; null if none does. */
    @Nullable
    TerminatedContainer firstMatch(PodFailure failure) {
        for (TerminatedContainer container : failure.terminated()) {
            if (matches(failure, container)) {
                return container;
            }
        }
        return null;
    }

    /** All containers in the scope that satisfy every matcher. */
    List<TerminatedContainer> matches(PodFailure failure) {
        return failure.terminated().stream()
                .filter(container -> matches(failure, container))
                .toList();
    }

    /**
     * What satisfied it; asked only of a failure for which it holds.
     *
     * @param container the one that satisfied it, absent if the pod alone did
     */
    List<Evidence.Item> evidence(PodFailure failure, @Nullable TerminatedContainer container) {
        if (matchers.isEmpty()) {
            return List.of();
        }
        if (holdsForPodAlone(failure) && matchers.getFirst() instanceof ContainerMatcher.Conditions conditions) {
            return List.of(conditions.podEvidence(failure));
        }
        return container == null
                ? List.of()
                : matchers.stream()
                        .map(matcher -> matcher.evidence(failure, container))
                        .toList();
    }

    /** An OOM kill can end with 0: a rule that looks for a reason and nothing else sees such a container too. */
    private boolean seesExitCodeZero() {
        return matchers.size() == 1
                && matchers.getFirst() instanceof ContainerMatcher.TerminationReason reason
                && reason.test().isPositive();
    }

    /** Whether it looks at such a container at all, whatever its scope. */
    boolean mayMatch(TerminatedContainer container) {
        return container.failed() || seesExitCodeZero();
    }

    private boolean matches(PodFailure failure, TerminatedContainer container) {
        if (!mayMatch(container) || !scope.includes(container)) {
            return false;
        }
        for (ContainerMatcher matcher : matchers) {
            if (!matcher.matches(failure, container)) {
                return false;
            }
        }
        return true;
    }
}
