package dev.podfailure.crd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.rules.RuleBook;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the examples, applied together, say of the recorded pods that are easily taken for something else. */
class ExampleRulesTest {
    private static final RuleBook BOOK =
            RuleBook.of(Examples.files().stream().map(Examples::compile).toList());

    @ParameterizedTest
    @CsvSource({
        "preempted-by-scheduler, memory-and-nodes/preempted-by-scheduler",
        "preempted-by-scheduler-ignores-term, memory-and-nodes/preempted-by-scheduler",
        "evict-api-term-143, memory-and-nodes/drained",
        "job-evicted-without-policy, memory-and-nodes/drained",
        "taint-noexecute-term-143, memory-and-nodes/node-tainted",
        "node-deleted-podgc, memory-and-nodes/node-gone",
        "bound-to-missing-node, memory-and-nodes/node-gone",
    })
    void aConditionTellsWhoTookThePodOffItsNode(String pod, String rule) {
        assertThat(RecordedFailure.winner(BOOK, pod)).isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource({
        "exit-3-long-before-node-lost, getting-started/exited-with-an-error",
        "node-lost-container-failed-meanwhile, getting-started/exited-with-an-error",
    })
    void aConditionThatCameAfterTheFailureIsNotItsCause(String pod, String rule) {
        assertThat(RecordedFailure.winner(BOOK, pod)).isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource({
        "evicted-node-memory-then-node-lost, memory-and-nodes/node-pressure",
        "preempted-by-kubelet-then-node-lost, memory-and-nodes/preempted-by-kubelet",
        "reject-memory-pressure-after-kubelet-restart, memory-and-nodes/node-pressure",
        "reject-outofcpu-after-kubelet-restart, memory-and-nodes/node-full",
        "reject-taint-noexecute, images-and-start/does-not-fit-the-node",
    })
    void theReasonOfThePodOutlivesWhatHappenedLater(String pod, String rule) {
        assertThat(RecordedFailure.winner(BOOK, pod)).isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource({
        "init-oom-child-exit-0-then-deleted, memory-and-nodes/memory-limit-of-a-child",
        "oom-node-level, memory-and-nodes/memory-limit",
        "sidecar-oom-main-exit-1, memory-and-nodes/memory-limit",
    })
    void outOfMemoryIsSeenInEveryContainer(String pod, String rule) {
        assertThat(RecordedFailure.winner(BOOK, pod)).isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource({
        "startup-probe-kill-never, images-and-start/probe-failed",
        "liveness-kill-never-term-143, images-and-start/probe-failed",
        "poststart-hook-fails-never, images-and-start/post-start-hook-failed",
        "readiness-failed-then-exit-1, getting-started/exited-with-an-error",
        "main-exit-3-sidecar-137, getting-started/exited-with-an-error",
        "start-init-command-not-in-image, images-and-start/command-missing",
        "kill9-child-exit-137, ''",
        "task-killed-sigterm, ''",
    })
    void anExitCodeAloneProvesNothing(String pod, String rule) {
        assertThat(RecordedFailure.winner(BOOK, pod)).isEqualTo(rule);
    }
}
