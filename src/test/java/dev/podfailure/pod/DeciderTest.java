package dev.podfailure.pod;

import static dev.podfailure.pod.TestPods.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.failure.EventId;
import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.failure.PodEvent;
import dev.podfailure.metrics.FailureMetrics.SkipReason;
import dev.podfailure.rules.ActiveRules;
import dev.podfailure.rules.RuleBook;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeciderTest {
    private static final Duration SETTLE = Duration.ofSeconds(2);
    private static final Duration RULES_SETTLE = Duration.ofSeconds(5);
    private static final Decider DECIDER = new Decider(SETTLE, RULES_SETTLE);
    private static final Instant LONG_AGO = NOW.minusSeconds(3600);

    private static final String RULES = """
            defaultCategory: unknown
            rules:
            - {name: pull, category: registry, onPodEvents: {pattern: 'no such host', type: Warning}, onExitCodes: {operator: In, values: [2]}}
            - {name: config, category: user, onExitCodes: {operator: In, values: [2, 64]}}
            - {name: rollout, category: none, outcome: Ignored, onExitCodes: {operator: In, values: [99]}}
            """;
    private static final String NO_DEFAULT = """
            defaultCategory: ""
            rules:
            - {name: config, category: user, onExitCodes: {operator: In, values: [64]}}
            """;

    private static final String BY_NAMESPACE = """
            namespaceSelector: {matchLabels: {team: one}}
            rules:
            - {name: config, category: user, onExitCodes: {operator: In, values: [64]}}
            """;

    @Test
    void decidesNothingBeforeAllRuleSetsAreKnown() {
        ActiveRules.Snapshot incomplete = new ActiveRules.Snapshot(RuleBook.of(List.of()), LONG_AGO, false);

        assertThat(decide(seen(TestPods.failed(64)), incomplete)).isEqualTo(new Decision.NotYet());
    }

    @Test
    void commitsACompletePodAtFirstSight() {
        assertThat(decide(seen(TestPods.failed(64)), settled(RULES)))
                .isInstanceOfSatisfying(Decision.Commit.class, commit -> {
                    assertThat(commit.classification().category()).isEqualTo("user");
                    assertThat(commit.revision()).isZero();
                });
    }

    @Test
    void waitsForWhatAnIncompletePodMayStillTell() {
        assertThat(decide(seen(incomplete()), settled(RULES))).isEqualTo(new Decision.Wait(NOW.plus(SETTLE)));
    }

    @Test
    void decidesAnIncompletePodAfterTheSettlingTime() {
        FailedPod failed = TestPods.seenAt(incomplete().build(), NOW.minus(SETTLE));

        assertThat(decide(failed, settled(RULES))).isInstanceOf(Decision.Commit.class);
    }

    @Test
    void leavesADecidedPodAlone() {
        assertThat(decide(seen(decided(TestPods.failed(64), 0)), settled(RULES)))
                .isInstanceOf(Decision.AlreadyDecided.class);
    }

    @Test
    void doesNotBelieveARecordOfAnotherPod() {
        PodBuilder forged = TestPods.failed(64)
                .editMetadata()
                .addToAnnotations("podfailure.dev/event-id", EventId.ofPod("another"))
                .endMetadata();

        assertThat(decide(seen(forged), settled(RULES))).isInstanceOf(Decision.Commit.class);
    }

    @Test
    void makesTheNextRevisionWhenAskedTo() {
        assertThat(decide(seen(asked(decided(TestPods.failed(64), 3))), settled(RULES)))
                .isInstanceOfSatisfying(
                        Decision.Commit.class,
                        commit -> assertThat(commit.revision()).isEqualTo(4));
    }

    @Test
    void makesTheNextRevisionOfARecordThatSomebodyErased() {
        Pod erased = TestPods.failed(64).build();
        Sighting sighting = Sighting.first(decided(TestPods.failed(64), 3).build(), LONG_AGO)
                .and(erased);

        assertThat(decide(new FailedPod(erased, sighting, false), settled(RULES)))
                .isInstanceOfSatisfying(
                        Decision.Commit.class,
                        commit -> assertThat(commit.revision()).isEqualTo(4));
    }

    @Test
    void goesNoFurtherThanTheGreatestRevision() {
        assertThat(decide(seen(asked(decided(TestPods.failed(64), Integer.MAX_VALUE))), settled(RULES)))
                .isInstanceOfSatisfying(
                        Decision.Commit.class,
                        commit -> assertThat(commit.revision()).isEqualTo(Integer.MAX_VALUE));
    }

    @Test
    void aNewDecisionOfAFailureIsMadeAlthoughThePodIsBeingDeletedSince() {
        assertThat(decide(seen(asked(decided(deleted(TestPods.failed(64)), 0))), settled(RULES)))
                .isInstanceOf(Decision.Commit.class);
    }

    @Test
    void skipsAPodThatWasStopped() {
        assertThat(decide(seen(deleted(TestPods.failed(143))), settled(RULES)))
                .isEqualTo(new Decision.Skip(SkipReason.DELETED_ON_PURPOSE));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a set that skips deleted pods            | deletedPods: Skip    | defaultCategory: d | 143 | skip
            a set that includes them, a rule holds   | deletedPods: Include |                    | 143 | user
            a set that includes them, its default    | deletedPods: Include | defaultCategory: d | 1   | d
            a set that includes them, says nothing   | deletedPods: Include |                    | 1   | skip
            a set that includes them, leaves alone   | deletedPods: Include | defaultCategory: ""| 1   | skip
            a set that includes them, but a shadow   | enforcement: Shadow  | deletedPods: Include | 143 | skip
            """)
    void asksAboutAPodThatWasStoppedOnlyWhoWantsToKnow(
            String what, String setting, @Nullable String another, int exitCode, String expected) {
        String spec = setting + "\n" + (another == null ? "" : another + "\n")
                + "rules: [{name: r, category: user, onExitCodes: {operator: In, values: [143]}}]\n";

        Decision decision = decide(seen(deleted(TestPods.failed(exitCode))), settled(spec));

        if (expected.equals("skip")) {
            assertThat(decision).isEqualTo(new Decision.Skip(SkipReason.DELETED_ON_PURPOSE));
        } else {
            assertThat(category(decision)).isEqualTo(expected);
        }
    }

    @Test
    void otherSetsAreNotAskedAboutAPodThatWasStopped() {
        ActiveRules.Snapshot rules = new ActiveRules.Snapshot(
                RuleBook.of(List.of(
                        RuleSets.named("first", "priority: 9\n" + RULES),
                        RuleSets.named("second", "deletedPods: Include\ndefaultCategory: stopped\n"))),
                LONG_AGO,
                true);

        assertThat(category(decide(seen(deleted(TestPods.failed(64))), rules))).isEqualTo("stopped");
    }

    @Test
    void waitsForANamespaceThatWasNotHeardOfYetIfSomebodyAsksForItsLabels() {
        assertThat(decide(withoutNamespace(NOW), settled(BY_NAMESPACE))).isEqualTo(new Decision.Wait(NOW.plus(SETTLE)));
        assertThat(decide(withoutNamespace(NOW), settled(RULES))).isInstanceOf(Decision.Commit.class);
    }

    @Test
    void decidesWithoutLabelsAfterTheSettlingTime() {
        assertThat(decide(withoutNamespace(NOW.minus(SETTLE)), settled(BY_NAMESPACE)))
                .isEqualTo(new Decision.LeaveUnmarked());
    }

    @Test
    void skipsWhatARuleIgnores() {
        assertThat(decide(seen(TestPods.failed(99)), settled(RULES))).isEqualTo(new Decision.Skip(SkipReason.IGNORED));
    }

    @Test
    void writesADefaultOnlyWhenTheRulesHaveSettled() {
        Instant since = NOW.minusSeconds(1);

        assertThat(decide(seen(TestPods.failed(1)), RuleSets.snapshot(RULES, since)))
                .isEqualTo(new Decision.Wait(since.plus(RULES_SETTLE)));
    }

    @Test
    void writesAMatchAtOnceHoweverYoungTheRulesAre() {
        assertThat(decide(seen(TestPods.failed(64)), RuleSets.snapshot(RULES, NOW)))
                .isInstanceOf(Decision.Commit.class);
    }

    @Test
    void leavesUnmarkedWhatHasNoDefault() {
        assertThat(decide(seen(TestPods.failed(1)), settled(NO_DEFAULT))).isEqualTo(new Decision.LeaveUnmarked());
    }

    @Test
    void readsEventsWhenARuleThatCouldWinAsksForThem() {
        assertThat(decide(seen(TestPods.failed(2)), settled(RULES))).isEqualTo(new Decision.ReadEvents());
    }

    @Test
    void readsNoEventsForAPodThatNoEventCanHelp() {
        assertThat(decide(seen(TestPods.failed(64)), settled(RULES))).isNotEqualTo(new Decision.ReadEvents());
    }

    @Test
    void waitsForAnEventThatMayStillCome() {
        assertThat(decide(seen(TestPods.failed(2)), settled(RULES), List.of()))
                .isEqualTo(new Decision.Wait(NOW.plus(SETTLE)));
    }

    @Test
    void doesWithoutTheEventAfterTheSettlingTime() {
        FailedPod failed = TestPods.seenAt(TestPods.failed(2).build(), NOW.minus(SETTLE));

        assertThat(category(decide(failed, settled(RULES), List.of()))).isEqualTo("user");
    }

    @Test
    void takesTheEventWhenItIsThere() {
        PodEvent event = new PodEvent("Warning", "Failed", "lookup registry: no such host", 1);

        assertThat(category(decide(seen(TestPods.failed(2)), settled(RULES), List.of(event))))
                .isEqualTo("registry");
    }

    @Test
    void doesNotWaitForEventsOfAPodThatIsBeingDeleted() {
        PodBuilder disrupted = deleted(TestPods.failed(2))
                .editStatus()
                .withReason("Preempting")
                .endStatus();

        assertThat(category(decide(seen(disrupted), settled(RULES), List.of()))).isEqualTo("user");
    }

    @Test
    void waitsForEventsOfAPodThatIsGone() {
        Pod pod = TestPods.failed(2).build();
        FailedPod gone = new FailedPod(pod, Sighting.first(pod, NOW), true);

        assertThat(decide(gone, settled(RULES), List.of())).isEqualTo(new Decision.Wait(NOW.plus(SETTLE)));
    }

    @Test
    void doesNotWaitForMoreStatusesOfAPodThatIsGone() {
        Pod pod = incomplete().build();
        FailedPod gone = new FailedPod(pod, Sighting.first(pod, NOW), true);

        assertThat(decide(gone, settled(RULES))).isInstanceOf(Decision.Commit.class);
    }

    private static FailedPod withoutNamespace(Instant firstSeen) {
        Pod pod = TestPods.failed(64).build();
        return new FailedPod(pod, Sighting.first(pod, firstSeen), false, Optional.empty());
    }

    private static Decision decide(FailedPod failed, ActiveRules.Snapshot rules) {
        return DECIDER.decide(failed, rules, NOW, Optional.empty());
    }

    private static Decision decide(FailedPod failed, ActiveRules.Snapshot rules, List<PodEvent> events) {
        return DECIDER.decide(failed, rules, NOW, Optional.of(events));
    }

    private static String category(Decision decision) {
        return ((Decision.Commit) decision).classification().category();
    }

    private static ActiveRules.Snapshot settled(String rules) {
        return RuleSets.snapshot(rules, LONG_AGO);
    }

    private static FailedPod seen(PodBuilder pod) {
        return TestPods.seenAt(pod.build(), NOW);
    }

    private static PodBuilder incomplete() {
        return TestPods.failed()
                .editStatus()
                .withContainerStatuses(TestPods.running("main"))
                .endStatus();
    }

    private static PodBuilder deleted(PodBuilder pod) {
        return pod.editMetadata()
                .withDeletionTimestamp(NOW.toString())
                .withDeletionGracePeriodSeconds(30L)
                .endMetadata();
    }

    private static PodBuilder asked(PodBuilder pod) {
        return pod.editMetadata()
                .addToAnnotations(PodAnnotations.RECLASSIFY, "true")
                .endMetadata();
    }

    private static PodBuilder decided(PodBuilder pod, int revision) {
        return pod.editMetadata()
                .addToAnnotations(
                        "podfailure.dev/event-id",
                        EventId.ofPod(pod.buildMetadata().getUid()))
                .addToAnnotations("podfailure.dev/revision", Integer.toString(revision))
                .addToAnnotations("podfailure.dev/category", "old")
                .endMetadata();
    }
}
