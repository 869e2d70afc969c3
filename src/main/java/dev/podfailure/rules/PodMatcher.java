package dev.podfailure.rules;

import dev.podfailure.failure.EscapedText;
import dev.podfailure.failure.PodFailure;
import dev.podfailure.failure.WaitingContainer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a rule asks of the pod as a whole. Every alternative is decided without I/O. */
sealed interface PodMatcher {
    boolean matches(PodFailure failure);

    /** What satisfied the matcher; asked only of a pod that it matches. */
    List<Evidence.Item> evidence(PodFailure failure);

    /** {@code onPodReason}. */
    record Reason(ReasonTest test) implements PodMatcher {
        @Override
        public boolean matches(PodFailure failure) {
            return test.passes(failure.reason());
        }

        @Override
        public List<Evidence.Item> evidence(PodFailure failure) {
            return List.of(new Evidence.Item("onPodReason", "", "reason", EscapedText.of(failure.reason(), 160)));
        }
    }

    /** {@code onPodError}: {@code status.message} or what a container waits for, each text by itself. */
    record PodError(TextTest test) implements PodMatcher {
        @Override
        public boolean matches(PodFailure failure) {
            return test.passes(failure.message()) || firstWaiting(failure) != null;
        }

        @Override
        public List<Evidence.Item> evidence(PodFailure failure) {
            if (test.passes(failure.message())) {
                return List.of(new Evidence.Item("onPodError", "", "message", test.matchedPart(failure.message())));
            }
            WaitingContainer waiting = firstWaiting(failure);
            return waiting == null
                    ? List.of()
                    : List.of(new Evidence.Item(
                            "onPodError", waiting.name(), "message", test.matchedPart(waiting.message())));
        }

        private @Nullable WaitingContainer firstWaiting(PodFailure failure) {
            for (WaitingContainer container : failure.waiting()) {
                if (test.passes(container.message())) {
                    return container;
                }
            }
            return null;
        }
    }

    /** {@code onPodConditions}: any of these. */
    record Conditions(List<ConditionTest> tests) implements PodMatcher {
        public Conditions {
            tests = List.copyOf(tests);
        }

        @Override
        public boolean matches(PodFailure failure) {
            for (ConditionTest test : tests) {
                if (test.passes(failure)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public List<Evidence.Item> evidence(PodFailure failure) {
            return tests.stream()
                    .filter(test -> test.passes(failure))
                    .findFirst()
                    .map(test -> test.evidence(failure))
                    .orElse(List.of());
        }
    }

    /** {@code onPodDeletion}. */
    record Deletion(boolean requested) implements PodMatcher {
        @Override
        public boolean matches(PodFailure failure) {
            return (failure.deletionTimestamp() != null) == requested;
        }

        @Override
        public List<Evidence.Item> evidence(PodFailure failure) {
            return List.of(
                    new Evidence.Item("onPodDeletion", "", "deletion", requested ? "Requested" : "NotRequested"));
        }
    }
}
