package dev.podfailure.rules;

import dev.podfailure.failure.EscapedText;
import dev.podfailure.failure.PodFailure;
import dev.podfailure.failure.TerminatedContainer;
import java.util.Set;

/** What a rule asks of one failed container. Every alternative is decided without I/O. */
sealed interface ContainerMatcher {
    boolean matches(PodFailure failure, TerminatedContainer container);

    /** What satisfied the matcher; asked only of a container that it matches. */
    Evidence.Item evidence(PodFailure failure, TerminatedContainer container);

    /**
     * {@code onConditions}: the ancestor's short form, half of the pod and half of the container.
     *
     * @param oomKilled whether {@code OOMKilled} is listed; it looks at the container's reason only
     * @param podReasons those listed that stand in {@code status.reason}
     */
    record Conditions(boolean oomKilled, Set<String> podReasons) implements ContainerMatcher {
        public Conditions {
            podReasons = Set.copyOf(podReasons);
        }

        /** Whether the pod alone satisfies it. */
        boolean matchesPod(PodFailure failure) {
            return podReasons.contains(failure.reason());
        }

        Evidence.Item podEvidence(PodFailure failure) {
            return new Evidence.Item("onConditions", "", "reason", failure.reason());
        }

        @Override
        public boolean matches(PodFailure failure, TerminatedContainer container) {
            return matchesPod(failure) || (oomKilled && container.reason().equals("OOMKilled"));
        }

        @Override
        public Evidence.Item evidence(PodFailure failure, TerminatedContainer container) {
            return matchesPod(failure)
                    ? podEvidence(failure)
                    : new Evidence.Item("onConditions", container.name(), "reason", container.reason());
        }
    }

    /** {@code onExitCodes}. */
    record ExitCodes(boolean listed, Set<Integer> codes) implements ContainerMatcher {
        public ExitCodes {
            codes = Set.copyOf(codes);
        }

        @Override
        public boolean matches(PodFailure failure, TerminatedContainer container) {
            return container.exitCode() != 0 && codes.contains(container.exitCode()) == listed;
        }

        @Override
        public Evidence.Item evidence(PodFailure failure, TerminatedContainer container) {
            return new Evidence.Item(
                    "onExitCodes", container.name(), "exitCode", Integer.toString(container.exitCode()));
        }
    }

    /** {@code onTerminationReason}. */
    record TerminationReason(ReasonTest test) implements ContainerMatcher {
        @Override
        public boolean matches(PodFailure failure, TerminatedContainer container) {
            return test.passes(container.reason());
        }

        @Override
        public Evidence.Item evidence(PodFailure failure, TerminatedContainer container) {
            return new Evidence.Item(
                    "onTerminationReason", container.name(), "reason", EscapedText.of(container.reason(), 160));
        }
    }

    /** {@code onTerminationMessage}. */
    record TerminationMessage(TextTest test) implements ContainerMatcher {
        @Override
        public boolean matches(PodFailure failure, TerminatedContainer container) {
            return test.passes(container.message());
        }

        @Override
        public Evidence.Item evidence(PodFailure failure, TerminatedContainer container) {
            return new Evidence.Item(
                    "onTerminationMessage", container.name(), "message", test.matchedPart(container.message()));
        }
    }
}
