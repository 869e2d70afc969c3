package dev.podfailure.rules;

import static dev.podfailure.rules.FailureFixture.pod;
import static dev.podfailure.rules.RuleSetFixture.compile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.failure.PodEvent;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Order, scope, defaults and events. */
class RuleBookTest {
    private static final String OPERATOR = RuleSetFixture.OPERATOR_NAMESPACE;
    private static final String ANY_CODE = "onExitCodes: {operator: NotIn, values: [0]}";
    private static final String EVENT = "onPodEvents: {reason: FailedMount}";
    private static final PodEvent FAILED_MOUNT = new PodEvent("Warning", "FailedMount", "not found", 1);

    /** Namespace, name and priority of two sets that both match a pod in team-a; which of them is asked first. */
    @ParameterizedTest
    @CsvSource({
        "podfailure-system, a,  5, podfailure-system, b,   4, a",
        "podfailure-system, a,  4, podfailure-system, b,   5, b",
        "podfailure-system, a, -2, team-a,            b,  -1, b",
        "podfailure-system, z,  0, team-a,            a,   0, z",
        "podfailure-system, a,  0, podfailure-system, b,   0, a",
        "podfailure-system, a,  0, podfailure-system, a.b, 0, a",
        "team-a,            b,  0, team-a,            a,   0, a",
        "team-b,            a,  0, team-a,            b, -99, b",
    })
    void ordersRuleSets(
            String namespace1,
            String name1,
            int priority1,
            String namespace2,
            String name2,
            int priority2,
            String first) {
        List<CompiledRuleSet> sets =
                List.of(matching(namespace1, name1, priority1), matching(namespace2, name2, priority2));

        assertThat(Stream.of(sets, sets.reversed())
                        .map(RuleBook::of)
                        .map(book -> winner(book, "team-a").ruleSet()))
                .containsOnly(first);
    }

    @Test
    void asksTheRulesOfASetInTheirOrder() {
        RuleBook book = RuleBook.of(List.of(compile(
                "rules: [{name: z, category: c, " + ANY_CODE + "}, {name: a, category: c, " + ANY_CODE + "}]")));

        assertThat(winner(book, "default").rule()).isEqualTo("z");
    }

    @Test
    void aTenantsRulesAreForItsOwnNamespaceOnly() {
        RuleBook book = RuleBook.of(List.of(matching("team-a", "mine", 0)));

        assertThat(classify(book, "team-b")).isInstanceOf(Verdict.Unmatched.class);
        assertThat(classify(book, OPERATOR)).isInstanceOf(Verdict.Unmatched.class);
    }

    @Test
    void theOperatorsRulesAreForEveryNamespace() {
        RuleBook book = RuleBook.of(List.of(matching(OPERATOR, "platform", 0), matching("team-a", "mine", -1)));

        assertThat(winner(book, "team-a").ruleSet()).isEqualTo("platform");
        assertThat(winner(book, "team-b").ruleSet()).isEqualTo("platform");
        assertThat(winner(book, OPERATOR).ruleSet()).isEqualTo("platform");
    }

    @Test
    void touchesNothingWithoutARuleSet() {
        assertThat(classify(RuleBook.of(List.of()), "default")).isInstanceOf(Verdict.Unmatched.class);
    }

    @Test
    void touchesNothingForARuleSetThatIsEmptyOrNotAccepted() {
        RuleBook book = RuleBook.of(List.of(compile("{}"), compile(OPERATOR, "bad", "priority: high")));

        assertThat(classify(book, "default")).isInstanceOf(Verdict.Unmatched.class);
        assertThat(book.categories()).isEmpty();
    }

    @Test
    void theDefaultComesFromTheFirstSetThatHasOne() {
        RuleBook book = RuleBook.of(List.of(
                withSpec(OPERATOR, "a", "{priority: 3, rules: [{name: n, category: c, onConditions: [Evicted]}]}"),
                withSpec(OPERATOR, "b", "{priority: 2, defaultCategory: second, defaultSubcategory: sub}"),
                withSpec(OPERATOR, "c", "{priority: 1, defaultCategory: third}")));

        Classification answer = classified(book, "default");

        assertThat(answer.category()).isEqualTo("second");
        assertThat(answer.subcategory()).isEqualTo("sub");
        assertThat(answer.isDefault()).isTrue();
        assertThat(answer.outcome()).isEqualTo(Outcome.FAILURE);
    }

    @Test
    void aTenantsDefaultIsForItsOwnNamespaceOnly() {
        RuleBook book = RuleBook.of(List.of(
                withSpec("team-a", "mine", "defaultCategory: ours"),
                withSpec(OPERATOR, "low", "{priority: -5, defaultCategory: theirs}")));

        assertThat(classified(book, "team-a").category()).isEqualTo("ours");
        assertThat(classified(book, "team-b").category()).isEqualTo("theirs");
    }

    @Test
    void anEmptyDefaultLeavesUnmatchedPodsAlone() {
        RuleBook book = RuleBook.of(List.of(
                withSpec(OPERATOR, "a", "{priority: 1, defaultCategory: ''}"),
                withSpec(OPERATOR, "b", "defaultCategory: other")));

        assertThat(classify(book, "default")).isInstanceOf(Verdict.Unmatched.class);
    }

    @Test
    void theOperatorsDefaultIsForWhereNoSetHasOne() {
        List<CompiledRuleSet> sets = List.of(matching("team-a", "mine", 0));
        Verdict verdict =
                RuleBook.of(sets, "unknown").classify(pod().in("team-a").failure(), Optional.empty());

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Classified.class, answer -> {
            assertThat(answer.classification().category()).isEqualTo("unknown");
            assertThat(answer.classification().subcategory()).isEmpty();
        });
        assertThat(RuleBook.of(sets, "").classify(pod().in("team-a").failure(), Optional.empty()))
                .isInstanceOf(Verdict.Unmatched.class);
        assertThat(RuleBook.of(sets, "unknown").classify(pod().in("team-b").failure(), Optional.empty()))
                .isInstanceOf(Verdict.Unmatched.class);
    }

    @Test
    void anAnswerIsAsOldAsTheSetThatGaveIt() {
        Instant early = Instant.parse("2026-01-01T00:00:00Z");
        Instant late = Instant.parse("2026-02-01T00:00:00Z");
        CompiledRuleSet young = created(late, "{priority: 9, rules: [{name: r, category: c, " + ANY_CODE + "}]}");
        CompiledRuleSet old = created(early, "rules: [{name: r, category: c, onConditions: [Evicted]}]");
        CompiledRuleSet oldWithDefault = created(early, "defaultCategory: d");

        assertThat(classified(RuleBook.of(List.of(young, old)), "default").rulesSince())
                .isEqualTo(late);
        assertThat(ofEmptyPod(RuleBook.of(List.of(young, old))).rulesSince()).isEqualTo(early);
        assertThat(ofEmptyPod(RuleBook.of(List.of(young, oldWithDefault))).rulesSince())
                .isEqualTo(early);
    }

    @Test
    void saysEverythingThatTheRuleSays() {
        Classification answer = classified(
                RuleBook.of(List.of(compile("rules: [{name: n, category: c, subcategory: s, hint: h, responsible: user,"
                        + " retry: Pointless, outcome: Ignored, " + ANY_CODE + "}]"))),
                "default");

        assertThat(answer)
                .isEqualTo(new Classification(
                        "c",
                        "s",
                        new RuleReference(OPERATOR, "platform", "uid-of-platform", 1, RuleSetFixture.CREATED, "n"),
                        "h",
                        "user",
                        "Pointless",
                        Outcome.IGNORED,
                        new Evidence(List.of(new Evidence.Item("onExitCodes", "main", "exitCode", "1"))),
                        RuleSetFixture.CREATED));
        assertThat(answer.isDefault()).isFalse();
    }

    @Test
    void asksForEventsOnlyWhenARuleThatCouldWinNeedsThem() {
        String certain = "{name: certain, category: c, " + ANY_CODE + "}";
        String withEvent = "{name: event, category: c, onExitCodes: {operator: In, values: [1]}, " + EVENT + "}";
        String other = "{name: other, category: c, onExitCodes: {operator: In, values: [2]}, " + EVENT + "}";

        assertThat(verdict(certain + "," + withEvent, Optional.empty())).isInstanceOf(Verdict.Classified.class);
        assertThat(verdict(other + "," + certain, Optional.empty())).isInstanceOf(Verdict.Classified.class);
        assertThat(verdict(withEvent + "," + certain, Optional.empty())).isInstanceOf(Verdict.NeedsEvents.class);
        assertThat(verdict(withEvent, Optional.empty())).isInstanceOf(Verdict.NeedsEvents.class);
    }

    @Test
    void aRuleHoldsWithItsEvent() {
        String rules = "{name: event, category: c, " + EVENT + "}";

        assertThat(verdict(rules, Optional.of(List.of(FAILED_MOUNT))))
                .isInstanceOfSatisfying(Verdict.Classified.class, answer -> {
                    assertThat(answer.classification().isDefault()).isFalse();
                    assertThat(answer.onlyEventMissing()).isFalse();
                });
    }

    @Test
    void saysThatAnEarlierRuleLackedOnlyItsEvent() {
        String event = "{name: event, category: c, " + EVENT + "}";
        String certain = "{name: certain, category: c, " + ANY_CODE + "}";
        Optional<List<PodEvent>> none = Optional.of(List.of());

        assertThat(onlyEventMissing(verdict(event + "," + certain, none))).isTrue();
        assertThat(onlyEventMissing(verdict(event, none))).isTrue();
        assertThat(onlyEventMissing(verdict(certain + "," + event, none))).isFalse();
        assertThat(onlyEventMissing(verdict(event.replace("c, ", "c, onConditions: [Evicted], "), none)))
                .isFalse();
    }

    @Test
    void listsEveryPairThatCanBeCounted() {
        RuleBook book = RuleBook.of(List.of(
                withSpec(
                        OPERATOR,
                        "a",
                        "rules: [{name: x, category: c, subcategory: s, retry: Pointless, " + ANY_CODE + "},"
                                + "{name: y, category: c, subcategory: s, responsible: user, " + ANY_CODE + "},"
                                + "{name: z, category: rollout, outcome: Ignored, " + ANY_CODE + "}]"),
                withSpec("team-a", "mine", "{defaultCategory: ours, defaultSubcategory: none}")));

        assertThat(book.categories())
                .containsExactly(
                        new CategoryPair("c", "s"),
                        new CategoryPair("uncategorized", ""),
                        new CategoryPair("ours", "none"));
        assertThat(book.categoryInfos())
                .contains(new CategoryInfo("c", "s", "", "Pointless"), new CategoryInfo("c", "s", "user", ""))
                .hasSize(4);
        assertThat(book.size()).isEqualTo(3);
    }

    private static CompiledRuleSet matching(String namespace, String name, int priority) {
        return withSpec(
                namespace, name, "{priority: " + priority + ", rules: [{name: r, category: c, " + ANY_CODE + "}]}");
    }

    private static CompiledRuleSet withSpec(String namespace, String name, String spec) {
        return compile(namespace, name, spec);
    }

    private static CompiledRuleSet created(Instant at, String spec) {
        return RuleSetFixture.compiler()
                .compile(new RuleSetSource(OPERATOR, "set-" + at, "uid", 1, at, RuleSetFixture.yaml(spec)));
    }

    private static Verdict classify(RuleBook book, String namespace) {
        return book.classify(
                pod().in(namespace).container("main", 1, "Error", "").failure(), Optional.empty());
    }

    private static Classification classified(RuleBook book, String namespace) {
        return ((Verdict.Classified) classify(book, namespace)).classification();
    }

    private static Classification ofEmptyPod(RuleBook book) {
        return ((Verdict.Classified) book.classify(pod().failure(), Optional.empty())).classification();
    }

    private static RuleReference winner(RuleBook book, String namespace) {
        return Objects.requireNonNull(classified(book, namespace).rule());
    }

    private static Verdict verdict(String rules, Optional<List<PodEvent>> events) {
        return RuleBook.of(List.of(compile("rules: [" + rules + "]")), "")
                .classify(pod().container("main", 1, "Error", "").failure(), events);
    }

    private static boolean onlyEventMissing(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Classified classified -> classified.onlyEventMissing();
            case Verdict.Unmatched unmatched -> unmatched.onlyEventMissing();
            case Verdict.NeedsEvents needsEvents -> throw new AssertionError("asks for events that it has");
        };
    }
}
