package dev.podfailure.rules.cel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.failure.PodEvent;
import dev.podfailure.rules.cel.ConditionResult.EvaluationError;
import dev.podfailure.rules.cel.ConditionResult.False;
import dev.podfailure.rules.cel.ConditionResult.OverBudget;
import dev.podfailure.rules.cel.ConditionResult.True;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatchConditionsTest {
    private static final List<PodEvent> EVENTS =
            List.of(new PodEvent("Normal", "Pulled", "", 1), new PodEvent("Warning", "BackOff", "back-off 10s", 4));
    private static final Pod POD = new PodBuilder()
            .withNewMetadata()
            .withName("p")
            .addToLabels("app", "web")
            .withCreationTimestamp("2026-01-01T00:00:00Z")
            .endMetadata()
            .withNewStatus()
            .withPhase("Failed")
            .withMessage("The node was low on resource: memory. \u00c4\uD83D\uDE00!")
            .withStartTime("no time")
            .addNewContainerStatus()
            .withName("main")
            .withNewState()
            .withNewTerminated()
            .withExitCode(137)
            .endTerminated()
            .endState()
            .endContainerStatus()
            .endStatus()
            .build();
    private static final ConditionInput INPUT = ConditionInput.of(POD, EVENTS).inContainer("main");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "has(pod.status.reason)",
                "has(pod.status.conditions)",
                "has(pod.status.initContainerStatuses)",
                "has(pod.status.startTime)",
                "has(pod.metadata.ownerReferences)",
                "has(pod.metadata.labels.other)",
                "has(pod.spec)",
                "has(container.state.waiting)",
                "has(container.state.terminated.signal)",
                "has(events[0].message)",
                "has(events[0].firstTimestamp)",
                "pod.?status.?reason.hasValue()",
                "pod.metadata.labels[?'other'].hasValue()",
            })
    void anAbsentFieldIsNotThere(String expression) {
        assertThat(Conditions.evaluate(expression, INPUT)).isEqualTo(new False("it"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pod.status.reason == ''                    | character 11: no such key: reason",
                "pod.status.conditions.exists(c, true)      | character 29: no such key: conditions",
                "has(pod.spec.nodeName)                     | character 4: no such key: spec",
                "container.state.terminated.signal == 0     | character 27: no such key: signal",
                "pod.metadata.labels.other == ''            | character 20: key 'other' is not present in map.",
                "events[2].count == 1                       | character 7: Index out of bounds: 2",
                "1 / (events[0].count - 1) == 1             | character 3: / by zero",
                "int(pod.metadata.name) == 1                | character 4: For input string: \"p\"",
                "pod.status.message.indexOf('o', -1) == 1   | character 27: Function 'string_index_of_string_int' failed"
                        + " with arg(s) 'The node was low on resource: memory. \u00c4\uD83D\uDE00!, o, -1'",
            })
    void usingAnAbsentValueIsAnErrorAndNoMatch(String expression, String message) {
        ConditionResult result = Conditions.evaluate(expression, INPUT);

        assertThat(result).isEqualTo(new EvaluationError("it", message));
        assertThat(result.holds()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pod.status.reason == '' || true",
                "true || pod.status.reason == ''",
                "!(pod.status.reason == '' && false)",
                "events.exists(e, e.message == 'back-off 10s')",
                "has(pod.status.reason) ? pod.status.reason == '' : true",
                "pod.?status.?reason.orValue('none') == 'none'",
                "pod.metadata.labels.app == 'web' && pod.metadata.labels['app'] == 'web' && 'app' in pod.metadata.labels",
                "pod.metadata.labels.exists(key, key == 'app')",
                "container.name == 'main' && container.state.terminated.exitCode == 137",
                "container.state.terminated.exitCode in [1, 137] && container.state.terminated.exitCode > 1.5",
                "pod.metadata.creationTimestamp == timestamp('2026-01-01T00:00:00Z')",
                "pod.metadata.creationTimestamp + duration('36h') > timestamp('2026-01-02T11:59:59Z')",
                "pod.metadata.creationTimestamp.getFullYear() == 2026",
                "events.map(e, e.reason) == ['Pulled', 'BackOff']",
                "events.filter(e, e.count > 1)[0].type == 'Warning'",
                "events.map(e, e.count > 1, e.reason + '!').join() == 'BackOff!'",
                "events.exists_one(e, e.count == 4) && events.all(e, e.count > 0)",
                "pod.status.message.matches('low on resource: (memory|storage)')",
                "pod.status.message.find('[a-z]+ on [a-z]+') == 'low on resource'",
                "pod.status.message.find('[0-9]') == ''",
                "pod.status.message.contains('node') && !pod.status.message.contains('Node')",
                "pod.status.message.size() == 41 && pod.status.message.indexOf('!') == 40",
                "pod.status.message.charAt(39) == '\uD83D\uDE00' && pod.status.message.lastIndexOf('o') == 33",
                "pod.status.message.substring(4, 8) == 'node' && pod.status.message.lowerAscii().startsWith('the')",
                "pod.status.message.split(' ')[1] == 'node' && ' a '.trim() == 'a'",
                "'a-b-c'.replace('-', '+', 1) == 'a+b-c' && ['a', 'b'].join('/') == 'a/b'",
            })
    void holds(String expression) {
        assertThat(Conditions.evaluate(expression, INPUT)).isEqualTo(new True());
    }

    @Test
    void theFirstConditionThatDoesNotHoldDecides() {
        MatchConditions conditions = Conditions.COMPILER
                .compile(
                        List.of(
                                new MatchCondition("first", "pod.status.phase == 'Failed'"),
                                new MatchCondition("second", "pod.status.phase == 'Running'"),
                                new MatchCondition("third", "pod.status.reason == ''")),
                        false)
                .conditions();

        assertThat(conditions.evaluate(INPUT, () -> false)).isEqualTo(new False("second"));
    }

    @Test
    void noConditionsHold() {
        assertThat(MatchConditions.NONE.evaluate(INPUT, () -> true)).isEqualTo(new True());
        assertThat(MatchConditions.NONE.needsEvents()).isFalse();
    }

    @Test
    void findsTheStatusOfAnInitContainer() {
        Pod pod = new PodBuilder()
                .withNewStatus()
                .addNewInitContainerStatus()
                .withName("setup")
                .withRestartCount(2)
                .endInitContainerStatus()
                .endStatus()
                .build();

        assertThat(Conditions.evaluate(
                        "container.restartCount == 2",
                        ConditionInput.of(pod, List.of()).inContainer("setup")))
                .isEqualTo(new True());
    }

    @Test
    void aContainerWithoutStatusHasNoValue() {
        assertThat(Conditions.evaluate("container.name == 'x'", INPUT.inContainer("x")))
                .isInstanceOf(EvaluationError.class);
    }

    @Test
    void seesAsMuchOfATextAsTheMatchersDo() {
        Pod pod = new PodBuilder()
                .withNewStatus()
                .withMessage("x".repeat(ObjectValue.MAX_TEXT - 1) + "\uD83D\uDE00 and more")
                .endStatus()
                .build();

        assertThat(Conditions.evaluate(
                        "pod.status.message.size() == " + (ObjectValue.MAX_TEXT - 1),
                        ConditionInput.of(pod, List.of())))
                .isEqualTo(new True());
    }

    @Test
    void stopsAtTheDeadlineOfTheClassification() {
        String expression = "events.all(a, [1, 2, 3, 4, 5, 6, 7, 8].all(b, [1, 2, 3, 4].all(c, a.count > 0)))";

        assertThat(Conditions.compiled(expression).evaluate(INPUT, () -> false)).isEqualTo(new True());
        assertThat(Conditions.compiled(expression).evaluate(INPUT, () -> true)).isEqualTo(new OverBudget("it"));
    }

    @Test
    void errorsFitIntoOneShortLine() {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName("a\nb\u202e\u0000" + "x".repeat(1_000))
                .endMetadata()
                .build();

        assertThat(Conditions.evaluate("int(pod.metadata.name) == 1", ConditionInput.of(pod, List.of())))
                .isInstanceOfSatisfying(
                        EvaluationError.class,
                        error -> assertThat(error.message())
                                .startsWith("character 4: For input string: \"a\\nb\\u202e\\u0000x")
                                .hasSizeLessThanOrEqualTo(MatchConditions.MAX_ERROR));
    }
}
