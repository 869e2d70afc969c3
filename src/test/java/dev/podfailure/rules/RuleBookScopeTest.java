package dev.podfailure.rules;

import static dev.podfailure.rules.FailureFixture.pod;
import static dev.podfailure.rules.RuleSetFixture.compile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.failure.PodEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pods a rule set is asked about, shadow sets, pods stopped on purpose and the budget. */
class RuleBookScopeTest {
    private static final String OPERATOR = RuleSetFixture.OPERATOR_NAMESPACE;
    private static final String RULE = "rules: [{name: r, category: c, onExitCodes: {operator: In, values: [1]}}]";
    private static final FailureFixture FAILED = pod().container("main", 1, "Error", "");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                                    | a | true",
                "{matchLabels: {app: a}}                                               | a | true",
                "{matchLabels: {app: a}}                                               | b | false",
                "{matchLabels: {app: a, tier: x}}                                      | a | false",
                "{matchExpressions: [{key: app, operator: In, values: [x, a]}]}        | a | true",
                "{matchExpressions: [{key: other, operator: In, values: [a]}]}         | a | false",
                "{matchExpressions: [{key: app, operator: NotIn, values: [a]}]}        | a | false",
                "{matchExpressions: [{key: other, operator: NotIn, values: [a]}]}      | a | true",
                "{matchExpressions: [{key: app, operator: Exists}]}                    | a | true",
                "{matchExpressions: [{key: other, operator: Exists}]}                  | a | false",
                "{matchExpressions: [{key: app, operator: DoesNotExist}]}              | a | false",
                "{matchLabels: {app: a}, matchExpressions: [{key: x, operator: Exists}]} | a | false",
            })
    void selectsPodsAndNamespacesByTheirLabels(String selector, String label, boolean applies) {
        RuleBook byPod = RuleBook.of(List.of(compile("{podSelector: " + selector + ", " + RULE + "}")));
        RuleBook byNamespace = RuleBook.of(List.of(compile("{namespaceSelector: " + selector + ", " + RULE + "}")));
        Map<String, String> labels = Map.of("app", label);

        assertThat(isMatched(byPod, Question.about(FAILED.copy().labels(labels).failure())))
                .isEqualTo(applies);
        assertThat(isMatched(byNamespace, Question.about(FAILED.failure()).withNamespaceLabels(labels)))
                .isEqualTo(applies);
    }

    @Test
    void aPodThatNoSetSelectsIsLeftAlone() {
        RuleBook book = RuleBook.of(List.of(compile("{defaultCategory: d, podSelector: {matchLabels: {app: a}}}")));

        assertThat(book.classify(Question.about(FAILED.failure()))).isInstanceOf(Verdict.Unmatched.class);
        assertThat(book.categories()).containsExactly(new CategoryPair("d", ""));
    }

    @Test
    void aSetThatSelectsSomePodsLeavesTheOthersToTheNextDefault() {
        RuleBook book = RuleBook.of(
                List.of(
                        compile(OPERATOR, "a", "{defaultCategory: mine, podSelector: {matchLabels: {app: a}}}"),
                        compile(OPERATOR, "b", RULE)),
                "other");

        assertThat(book.categories())
                .containsExactlyInAnyOrder(
                        new CategoryPair("c", ""), new CategoryPair("mine", ""), new CategoryPair("other", ""));
    }

    @Test
    void onlyTheOperatorsNamespaceMaySelectNamespaces() {
        CompiledRuleSet set = compile("team-a", "mine", "{namespaceSelector: {}, " + RULE + "}");

        assertThat(set.accepted()).isFalse();
        assertThat(set.problems())
                .extracting(RuleProblem::path, RuleProblem::reason)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("spec.namespaceSelector", RuleProblem.Reason.NotAllowed));
    }

    @Test
    void onlySetsThatIncludeThemAreAskedAboutPodsStoppedOnPurpose() {
        Question question = Question.about(FAILED.failure()).withDeletedOnPurpose(true);
        CompiledRuleSet skipping = compile(OPERATOR, "a", "{defaultCategory: d, " + RULE + "}");

        assertThat(RuleBook.of(List.of(skipping)).classify(question)).isInstanceOf(Verdict.Unmatched.class);
        assertThat(isMatched(
                        RuleBook.of(List.of(skipping, compile(OPERATOR, "b", "{deletedPods: Include, " + RULE + "}"))),
                        question))
                .isTrue();
    }

    @Test
    void aPodStoppedOnPurposeGetsTheDefaultOfASetThatIncludesItButNotTheOperators() {
        Question question = Question.about(pod().failure()).withDeletedOnPurpose(true);
        RuleBook without = RuleBook.of(List.of(compile("{deletedPods: Include, " + RULE + "}")), "operators");
        RuleBook with = RuleBook.of(List.of(compile("{deletedPods: Include, defaultCategory: theirs}")), "operators");

        assertThat(without.classify(question)).isInstanceOf(Verdict.Unmatched.class);
        assertThat(with.classify(question))
                .isInstanceOfSatisfying(
                        Verdict.Classified.class,
                        answer -> assertThat(answer.classification().category()).isEqualTo("theirs"));
    }

    @Test
    void tellsWhatThePodsHaveToBeAskedFor() {
        RuleBook plain = RuleBook.of(List.of(compile(RULE)));
        RuleBook both = RuleBook.of(
                List.of(compile("{deletedPods: Include, namespaceSelector: {matchLabels: {a: b}}, " + RULE + "}")));

        assertThat(plain.includesDeletedPods()).isFalse();
        assertThat(plain.usesNamespaceSelectors()).isFalse();
        assertThat(both.includesDeletedPods()).isTrue();
        assertThat(both.usesNamespaceSelectors()).isTrue();
    }

    @Test
    void aShadowSetHasNoEffect() {
        RuleBook book =
                RuleBook.of(List.of(compile("{enforcement: Shadow, priority: 9, defaultCategory: d, " + RULE + "}")));

        assertThat(book.classify(Question.about(FAILED.failure()))).isInstanceOf(Verdict.Unmatched.class);
        assertThat(book.categories()).isEmpty();
        assertThat(book.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"c, '', false", "other, '', true", "c, sub, true"})
    void aShadowSetDisagreesIfItsPairIsAnother(String category, String subcategory, boolean disagrees) {
        RuleBook book = RuleBook.of(List.of(
                compile(
                        OPERATOR,
                        "live",
                        "rules: [{name: r, category: " + category + ", subcategory: '" + subcategory
                                + "', onExitCodes: {operator: In, values: [1]}}]"),
                compile(OPERATOR, "shadow", "{enforcement: Shadow, " + RULE + "}")));
        Question question = Question.about(FAILED.failure());

        assertThat(book.shadow(question, book.classify(question)))
                .containsExactly(new ShadowAnswer(OPERATOR + "/shadow", "r", "c", "", disagrees));
    }

    @Test
    void aShadowSetIsSilentAboutPodsThatItDoesNotMatchOrSelect() {
        RuleBook book = RuleBook.of(List.of(
                compile(OPERATOR, "a", "{enforcement: Shadow, podSelector: {matchLabels: {a: b}}, " + RULE + "}"),
                compile(
                        OPERATOR,
                        "b",
                        "{enforcement: Shadow, defaultCategory: d, rules: [{name: r, category: c,"
                                + " onConditions: [Evicted]}]}")));
        Question question = Question.about(FAILED.failure());

        assertThat(book.shadow(question, book.classify(question))).isEmpty();
    }

    @Test
    void aShadowSetMayNeedEvents() {
        RuleBook book = RuleBook.of(List.of(
                compile("{enforcement: Shadow, rules: [{name: r, category: c, onPodEvents: {reason: BackOff}}]}")));
        Question question = Question.about(FAILED.failure());
        Question withEvents = question.withEvents(Optional.of(List.of(new PodEvent("Warning", "BackOff", "x", 1))));

        assertThat(book.classify(question)).isInstanceOf(Verdict.Unmatched.class);
        assertThat(book.shadowNeedsEvents(question)).isTrue();
        assertThat(book.shadowNeedsEvents(withEvents)).isFalse();
        assertThat(book.shadow(withEvents, book.classify(withEvents))).hasSize(1);
    }

    @Test
    void afterTheBudgetTheDefaultAppliesAndTheCostliestSetIsNamed() {
        String noMatch = "rules: [{name: r, category: c, onExitCodes: {operator: NotIn, values: [1]}}, {name: s,"
                + " category: c, onExitCodes: {operator: NotIn, values: [1]}}, {name: t, category: c, onPodDeletion:"
                + " Requested}]";
        AtomicLong time = new AtomicLong();
        RuleBook book = RuleBook.of(
                List.of(compile(OPERATOR, "a", noMatch), compile(OPERATOR, "b", RULE)),
                "d",
                () -> new TimeBudget(() -> time.addAndGet(60_000_000), () -> time.addAndGet(60_000_000)));

        assertThat(book.classify(Question.about(FAILED.failure())))
                .isInstanceOfSatisfying(Verdict.Classified.class, answer -> {
                    assertThat(answer.classification().category()).isEqualTo("d");
                    assertThat(answer.classification().evidence().line(true))
                            .isEqualTo("budget-exceeded ruleSet=podfailure-system/a; container=main exitCode=1"
                                    + " reason=Error message=empty");
                    assertThat(answer.remarks().overBudget())
                            .isEqualTo(new RuleSetReference(OPERATOR, "a", "uid-of-a", 1));
                });
    }

    @Test
    void withinTheBudgetNothingIsLeftOut() {
        AtomicLong time = new AtomicLong();
        RuleBook book = RuleBook.of(
                List.of(compile(RULE)), "d", () -> new TimeBudget(() -> time.addAndGet(20_000_000), () -> 0));

        assertThat(isMatched(book, Question.about(FAILED.failure()))).isTrue();
    }

    private static boolean isMatched(RuleBook book, Question question) {
        return book.classify(question) instanceof Verdict.Classified answer
                && !answer.classification().isDefault();
    }
}
