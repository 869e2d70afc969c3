package dev.podfailure.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rules leave nothing to a later one. */
class ImplicationTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "onExitCodes: {operator: In, values: [1, 2]} | onExitCodes: {operator: In, values: [2]}",
                "onExitCodes: {operator: NotIn, values: [1]} | onExitCodes: {operator: NotIn, values: [1, 2]}",
                "onExitCodes: {operator: NotIn, values: [1]} | onExitCodes: {operator: In, values: [2, 3]}",
                "onConditions: [OOMKilled, Evicted] | onConditions: [Evicted], containers: {names: [a]}",
                "onConditions: [Evicted] | onPodReason: {operator: In, values: [Evicted]}, onPodError: {pattern: abc}",
                "onPodReason: {operator: In, values: [Evicted, X]} | onConditions: [Evicted]",
                "onPodReason: {operator: NotIn, values: [A]} | onPodReason: {operator: In, values: [B]}",
                "onPodError: {pattern: abc} | onPodError: {pattern: xabcx}",
                "onPodError: {pattern: '(?i)abc'} | onPodError: {pattern: 'ABC\\.d'}",
                "onPodError: {pattern: 'a.c[x]'} | onPodError: {pattern: 'a.c[x]', exclude: foo}",
                "onPodEvents: {reason: R} | onPodEvents: {reason: R, type: Warning, pattern: abc}",
                "onPodConditions: [{type: A}, {type: B}] | onPodConditions: [{type: A, status: 'True', reasons: [r]}]",
                "onTerminationReason: {operator: In, values: [a, b]} | onTerminationReason: {operator: In, values: [a]}",
                "onExitCodes: {operator: In, values: [1]}, containers: {names: [a, b]} | "
                        + "onExitCodes: {operator: In, values: [1]}, containers: {names: [a], roles: [Init]}",
                "onPodDeletion: NotRequested, onConditions: [Evicted] | "
                        + "onConditions: [Evicted], onPodDeletion: NotRequested, onPodError: {pattern: abc}"
            })
    void aRuleThatAsksLessLeavesNothing(String earlier, String later) {
        assertThat(codes(earlier, later)).contains("unwinnable");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "onExitCodes: {operator: In, values: [1]} | onExitCodes: {operator: In, values: [1, 2]}",
                "onExitCodes: {operator: In, values: [1]} | onExitCodes: {operator: NotIn, values: [2]}",
                "onExitCodes: {operator: NotIn, values: [1]} | onExitCodes: {operator: In, values: [1, 2]}",
                "onConditions: [Evicted] | onPodReason: {operator: In, values: [Evicted, Other]}",
                "onConditions: [Evicted], containers: {names: [a]} | onPodReason: {operator: In, values: [Evicted]}",
                "onPodError: {pattern: 'abcd'} | onPodError: {pattern: abc}",
                "onPodError: {pattern: 'abc'} | onPodError: {pattern: '(?i)abc'}",
                "onPodError: {pattern: 'abc', exclude: x} | onPodError: {pattern: abc}",
                "onPodError: {pattern: 'a.cd'} | onPodError: {pattern: 'a.cde'}",
                "onTerminationMessage: {pattern: abc} | onPodError: {pattern: abc}",
                "onTerminationReason: {operator: NotIn, values: [Error]} | onTerminationReason: {operator: In, values: [a]}",
                "onPodEvents: {reason: R, type: Warning} | onPodEvents: {reason: R}",
                "onPodConditions: [{type: A, relativeToFailure: Before}] | onPodConditions: [{type: A}]",
                "onPodConditions: [{type: A}] | onPodConditions: [{type: A}, {type: B}]",
                "onExitCodes: {operator: In, values: [1]}, matchConditions: [{name: a, expression: 'true'}] | "
                        + "onExitCodes: {operator: In, values: [1]}"
            })
    void aRuleThatAsksMoreOrElseIsLeftAlone(String earlier, String later) {
        assertThat(codes(earlier, later)).doesNotContain("unwinnable", "duplicate");
    }

    @Test
    void theSameInAnotherOrderIsADuplicate() {
        assertThat(codes("onConditions: [OOMKilled, Evicted]", "onConditions: [Evicted, OOMKilled]"))
                .containsExactly("duplicate");
    }

    @Test
    void aRuleThatIsLeftOutShadowsNothing() {
        assertThat(codes(
                        "onExitCodes: {operator: In, values: [1]}, onPodError: {pattern: '('}",
                        "onExitCodes: {operator: In, values: [1]}, onPodError: {pattern: 'abc'}"))
                .containsExactly("bad-pattern");
    }

    private static List<String> codes(String earlier, String later) {
        return LintedYaml.codes(
                "- {name: earlier, category: c, " + earlier + "}\n- {name: later, category: d, " + later + "}\n");
    }
}
