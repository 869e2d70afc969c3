package dev.podfailure.rules;

import dev.podfailure.failure.EscapedText;
import dev.podfailure.failure.PodFailure;
import dev.podfailure.failure.WaitingContainer;

/** What a rule asks of the pod as a whole. Every alternative is decided without I/O. */
sealed interface PodMatcher {
    boolean matches(PodFailure failure);

    /** What satisfied the matcher; asked only of a pod that it matches. */
    Evidence.Item evidence(PodFailure failure);

    /** {@code onPodReason}. */
    record Reason(ReasonTest test) implements PodMatcher {
        @Override
        public boolean matches(PodFailure failure) {
            return test.passes(failure.reason());
        }

        @Override
        public Evidence.Item evidence(PodFailure failure) {
            return new Evidence.Item("onPodReason", "", "reason", EscapedText.of(failure.reason(), 160));
        }
    }

    /** {@code onPodError}: {@code status.message} or what a container waits for, each text by itself. */
    record PodError(TextPattern pattern) implements PodMatcher {
        @Override
        public boolean matches(PodFailure failure) {
            return holds(failure.message())
                    || failure.waiting().stream().anyMatch(container -> holds(container.message()));
        }

        @Override
        public Evidence.Item evidence(PodFailure failure) {
            if (holds(failure.message())) {
                return new Evidence.Item("onPodError", "", "message", pattern.matchedPart(failure.message()));
            }
            WaitingContainer waiting = failure.waiting().stream()
                    .filter(container -> holds(container.message()))
                    .findFirst()
                    .orElseThrow();
            return new Evidence.Item("onPodError", waiting.name(), "message", pattern.matchedPart(waiting.message()));
        }

        private boolean holds(String text) {
            return !text.isEmpty() && pattern.isIn(text);
        }
    }
}
