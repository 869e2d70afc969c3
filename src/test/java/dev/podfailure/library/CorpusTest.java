package dev.podfailure.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.library.JudgedRecord.Verdict;
import dev.podfailure.library.JudgedRecord.View;
import dev.podfailure.pod.AskedPod;
import dev.podfailure.rig.PodRecord;
import dev.podfailure.rules.Remarks;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The library on pods whose truth is known: it may not know, and it must not blame the wrong one. */
class CorpusTest {
    private static final List<JudgedRecord> ALL = JudgedRecord.all(View.ALL);

    /** Looks like any pod that was stopped on purpose, and only its owner or an old scheduler knows better. */
    private static final Set<String> HIDDEN_BY_THEIR_DELETION =
            Set.of("job-success-policy-leftover", "preempted-victim-no-reason-2020");

    static List<JudgedRecord> failed() {
        return ALL.stream().filter(JudgedRecord::failed).toList();
    }

    @ParameterizedTest
    @MethodSource("failed")
    void blamesNobodyWhoIsNotToBlame(JudgedRecord record) {
        assertThat(record.verdict())
                .as("%s: %s", record.answer(), record.cause())
                .isNotEqualTo(Verdict.WRONG);
    }

    /** Events are gone after an hour, and the operator decides most pods on what it sees first. */
    @ParameterizedTest
    @EnumSource
    void knowsLessIfItSeesLessButBlamesNobodyElse(View view) {
        assertThat(JudgedRecord.all(view))
                .filteredOn(JudgedRecord::failed)
                .hasSameSizeAs(failed())
                .allSatisfy(record -> assertThat(record.verdict())
                        .as("%s: %s", record.answer(), record.cause())
                        .isNotEqualTo(Verdict.WRONG));
    }

    @ParameterizedTest
    @MethodSource("failed")
    void leavesAlonePodsThatWereStoppedOnPurpose(JudgedRecord record) {
        if (record.verdict() == Verdict.SKIPPED && !HIDDEN_BY_THEIR_DELETION.contains(record.name())) {
            assertThat(record.whose()).isIn("unknown", "deliberate");
        }
    }

    @ParameterizedTest
    @MethodSource("failed")
    void asksNoQuestionThatThePodCannotAnswer(JudgedRecord record) {
        assertThat(record.answer().remarks()).isEqualTo(Remarks.NONE);
    }

    /** Events cost a request; they must not be read for pods that fail by themselves, by the thousand. */
    @ParameterizedTest
    @CsvSource({
        "exit-1, false",
        "exit-3, false",
        "go-fatal-exit-1, false",
        "java-uncaught-exception-exit-1, false",
        "segv-as-pid1-exit-139, false",
        "oom-limit, false",
        "init-exit-1, false",
        "main-exit-3-sidecar-137, false",
        "evicted-node-memory, false",
        "evict-api-term-143, false",
        "preempted-by-scheduler-ignores-term, false",
        "kubelet-down-while-container-removed, false",
        "delete-running-term-143, false",
        "liveness-kill-never, true",
        "kill9-child-exit-137, true",
        "taint-noexecute-term-143, true",
        "mount-deadline-exceeded, true",
        "reject-os-label, true",
    })
    void readsEventsOnlyWhereTheyTell(String record, boolean reads) {
        assertThat(AskedPod.needsEvents(
                        Library.book(), PodRecord.load(record).versions().getLast()))
                .isEqualTo(reads);
    }

    static List<JudgedRecord> others() {
        return ALL.stream().filter(record -> !record.failed()).toList();
    }

    @ParameterizedTest
    @MethodSource("others")
    void saysNothingOfPodsThatDidNotFail(JudgedRecord record) {
        assertThat(record.answer().outcome()).isEqualTo("NotFailed");
    }

    @Test
    void knowsMostOfThem() {
        assertThat(failed())
                .filteredOn(record -> record.verdict() == Verdict.RIGHT)
                .hasSizeGreaterThan(130);
        assertThat(failed()).hasSizeGreaterThan(160);
    }
}
