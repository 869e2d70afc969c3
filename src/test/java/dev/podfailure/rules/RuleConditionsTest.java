package dev.podfailure.rules;

import static dev.podfailure.rules.RuleSetFixture.compileRule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.failure.PodEvent;
import dev.podfailure.failure.PodFacts;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code matchConditions} as part of a rule. */
class RuleConditionsTest {
    private static final Pod POD = Serialization.unmarshal("""
            apiVersion: v1
            kind: Pod
            metadata: {name: p, namespace: team-a, uid: u, labels: {app: web}}
            status:
              phase: Failed
              containerStatuses:
              - {name: main, restartCount: 0, state: {terminated: {exitCode: 1, reason: Error}}}
              - {name: side, restartCount: 3, state: {terminated: {exitCode: 1, reason: Error}}}
              - {name: done, restartCount: 9, state: {terminated: {exitCode: 0, reason: Completed}}}
            """, Pod.class);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "onExitCodes: {operator: In, values: [1]} | container.restartCount == 3 | side",
                "onExitCodes: {operator: In, values: [1]} | container.restartCount < 9 | main",
                "onExitCodes: {operator: In, values: [1]} | container.restartCount == 9 | none",
                "onExitCodes: {operator: In, values: [2]} | container.restartCount == 3 | none",
                "containers: {names: [side]} | container.restartCount == 3 | side",
                "containers: {names: [main]} | container.restartCount == 3 | none",
                "containers: {names: [done]} | container.restartCount == 9 | none",
                "onPodDeletion: NotRequested | pod.metadata.labels[\"app\"] == \"web\" | pod",
                "onPodDeletion: NotRequested | has(pod.status.reason) | none",
            })
    void areAskedLastForEachContainerThatTheRestOfTheRuleLeaves(String matchers, String expression, String where) {
        Verdict verdict = book(matchers, expression).classify(question());

        if (where.equals("none")) {
            assertThat(verdict).isInstanceOf(Verdict.Unmatched.class);
        } else {
            assertThat(line(verdict))
                    .endsWith("matchConditions " + (where.equals("pod") ? "" : "container=" + where + " ") + "it=true");
        }
    }

    @Test
    void anErrorIsANonMatchAndIsTold() {
        Verdict verdict = book("onPodDeletion: NotRequested", "pod.status.reason == \"x\"")
                .classify(question());

        assertThat(verdict).isInstanceOf(Verdict.Unmatched.class);
        assertThat(verdict.remarks().troubles()).singleElement().satisfies(trouble -> {
            assertThat(trouble.rule().path()).isEqualTo("podfailure-system/platform/rule");
            assertThat(trouble.condition()).isEqualTo("it");
            assertThat(trouble.overBudget()).isFalse();
            assertThat(trouble.message()).contains("reason");
        });
    }

    @Test
    void whatCostsTooMuchIsANonMatchAndIsTold() {
        String nested = "[1,2,3,4,5,6,7,8,9].all(a, [1,2,3,4,5,6,7,8,9].all(b, [1,2,3,4,5,6,7,8,9].all(c,"
                + " [1,2,3,4,5,6,7,8,9].all(d, [1,2,3,4,5,6,7,8,9].all(e, [1,2,3,4,5,6,7,8,9].all(f,"
                + " a+b+c+d+e+f < 99))))))";
        Verdict verdict = book("onPodDeletion: NotRequested", nested).classify(question());

        assertThat(verdict).isInstanceOf(Verdict.Unmatched.class);
        assertThat(verdict.remarks().troubles())
                .singleElement()
                .satisfies(trouble -> assertThat(trouble.overBudget()).isTrue());
    }

    @Test
    void arenotAskedIfTheRestOfTheRuleDoesNotHold() {
        Verdict verdict =
                book("onPodDeletion: Requested", "pod.status.reason == \"x\"").classify(question());

        assertThat(verdict.remarks().troubles()).isEmpty();
    }

    @Test
    void oneThatLooksAtEventsAsksForThem() {
        RuleBook book = book("onPodDeletion: NotRequested", "events.exists(e, e.reason == \"BackOff\")");

        assertThat(book.classify(question())).isInstanceOf(Verdict.NeedsEvents.class);
        assertThat(book.classify(question().withEvents(Optional.of(List.of()))))
                .isInstanceOfSatisfying(
                        Verdict.Unmatched.class,
                        nothing -> assertThat(nothing.onlyEventMissing()).isTrue());
        assertThat(book.classify(
                        question().withEvents(Optional.of(List.of(new PodEvent("Warning", "BackOff", "x", 1))))))
                .isInstanceOf(Verdict.Classified.class);
    }

    @Test
    void withoutThePodNoneHolds() {
        Verdict verdict = book("onPodDeletion: NotRequested", "true")
                .classify(Question.about(question().failure()));

        assertThat(verdict).isInstanceOf(Verdict.Unmatched.class);
        assertThat(verdict.remarks().troubles()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pod.spec.volumes.size() > 0     | expression | UnknownField",
                "pod.metadata.name               | expression | InvalidExpression",
                "pod.metadata.name.matches(\"(\") | expression | InvalidPattern",
                "container.name == \"a\"         | expression | InvalidExpression",
            })
    void areCheckedWhenTheRuleSetIsCompiled(String expression, String property, RuleProblem.Reason reason) {
        CompiledRuleSet set = compileRule(rule("onPodDeletion: Requested", expression));

        assertThat(set.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("spec.rules[0].matchConditions[0]." + property);
            assertThat(problem.reason()).isEqualTo(reason);
        });
    }

    private static RuleBook book(String matchers, String expression) {
        CompiledRuleSet set = compileRule(rule(matchers, expression));
        assertThat(set.problems()).isEmpty();
        return RuleBook.of(List.of(set), "");
    }

    private static String rule(String matchers, String expression) {
        return matchers + ", matchConditions: [{name: it, expression: '" + expression + "'}]";
    }

    private static Question question() {
        return Question.about(PodFacts.of(POD, List.of())).withPod(POD);
    }

    private static String line(Verdict verdict) {
        return ((Verdict.Classified) verdict).classification().evidence().line(true);
    }
}
