package dev.podfailure.rules.cel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.rules.cel.ConditionProblem.Reason;
import dev.podfailure.rules.cel.MatchConditionCompiler.Compilation;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatchConditionCompilerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "pod.spec.containers.all(c, c.env.size() == 0) | UnknownField"
                        + " | 1:29: undefined field 'env' of Container; the operator keeps: name, resources",
                "pod.metadata.annotations['a'] == 'b' | UnknownField | 1:13: undefined field 'annotations' of ObjectMeta;"
                        + " the operator keeps: name, namespace, uid, labels, ownerReferences, creationTimestamp,"
                        + " deletionTimestamp, deletionGracePeriodSeconds",
                "has(pod.status.podIP) | UnknownField | 1:4: undefined field 'podIP' of PodStatus; the operator keeps:"
                        + " phase, reason, message, qosClass, hostIP, startTime, conditions, containerStatuses,"
                        + " initContainerStatuses",
                "events.filter(e, e.count > 1).exists(e, e.note == '') | UnknownField | 1:42: undefined field 'note' of"
                        + " Event; the operator keeps: type, reason, message, count, firstTimestamp, lastTimestamp",
                "events.map(e, e)[0].foo == '' | UnknownField | 1:20: undefined field 'foo' of Event; the operator keeps:"
                        + " type, reason, message, count, firstTimestamp, lastTimestamp",
                "container.state.?terminated.?code.hasValue() | UnknownField | 1:28: undefined field 'code' of"
                        + " ContainerStateTerminated; the operator keeps: exitCode, signal, reason, message, startedAt,"
                        + " finishedAt",
                "optional.of(pod).value().kind == '' | UnknownField | 1:25: undefined field 'kind'",
                "1 | InvalidExpression | 1:1: expected type 'bool' but found 'int'",
                "pod.status.reason | InvalidExpression | 1:11: expected type 'bool' but found 'string'",
                "pod.status.reason == 1 | InvalidExpression"
                        + " | 1:19: found no matching overload for '_==_' applied to '(string, int)'",
                "pod.status.reason == null | InvalidExpression"
                        + " | 1:19: found no matching overload for '_==_' applied to '(string, null)'",
                "object.spec.nodeName == '' | InvalidExpression | 1:1: undeclared reference to 'object'; the variables"
                        + " are pod, events and, in a rule with a container matcher or 'containers', container",
                "now() > timestamp(0) | InvalidExpression | 1:4: there is no function 'now'",
                "dyn(1) == 1 | InvalidExpression | 1:4: there is no function 'dyn'",
                "type(1) == int | InvalidExpression | 1:5: there is no function 'type'",
                "pod == pod | InvalidExpression | 1:5: objects cannot be compared: compare their fields",
                "pod.status in [pod.status] | InvalidExpression"
                        + " | 1:12: objects cannot be compared: compare their fields",
                "events != [] | InvalidExpression | 1:8: objects cannot be compared: compare their fields",
                "Pod{}.status.reason == '' | InvalidExpression | 1:4: an expression cannot make objects",
                "[1, 'a'].size() == 2 | InvalidExpression"
                        + " | 1:1: the type of this is not known: all elements of a list or a map must be of one type",
                "pod.status.message.matches('(') | InvalidPattern"
                        + " | 1:28: the pattern is refused: error parsing regexp: missing closing ): `(`",
                "pod.status.message.matches(pod.metadata.name) | InvalidPattern"
                        + " | 1:40: the pattern of matches() must be a literal",
                "pod.status.message.find('a' + 'b') == '' | InvalidPattern"
                        + " | 1:29: the pattern of find() must be a literal",
                "pod.status.message.matches('((a{1000}){1000}){1000}') | InvalidPattern"
                        + " | 1:28: the pattern is refused: its repeats multiply",
                "pod.status.message.matches('(abc){400}') | InvalidPattern | 1:28: the pattern is refused: it compiles"
                        + " to 2002 instructions, at most 1000 are allowed",
                "1 == 1 && | InvalidExpression | 1:10: mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!',"
                        + " 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}",
            })
    void refusesAndSaysWhereAndWhy(String expression, Reason reason, String message) {
        assertThat(Conditions.compile(expression, true).problems())
                .containsExactly(new ConditionProblem("matchConditions[0].expression", reason, message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "container.state.terminated.exitCode == 1",
                "container.restartCount > 1.5",
                "pod.metadata.labels.app == 'x' || 'app' in pod.metadata.labels",
                "pod.metadata.?labels[?'app'].orValue('none') != 'none'",
                "pod.status.conditions.exists_one(c, c.type == 'Ready')",
                "events.filter(e, e.type == 'Warning').map(e, e.reason) == ['BackOff']",
                "events.map(e, e.count > 1, e.reason).size() > 1",
                "pod.status.startTime + duration('1h') < pod.metadata.deletionTimestamp",
                "pod.status.startTime.getHours('Europe/Berlin') < 6",
                "pod.status.message.lowerAscii().split(' ').join('-').contains('oom')",
                "pod.status.message.find('[0-9]+') == '7'",
                "pod.status.hostIP.startsWith('10.') && pod.spec.nodeName.endsWith('-gpu')",
                "[container.name].exists(events, events == 'main')",
            })
    void acceptsWhatFits(String expression) {
        assertThat(Conditions.compile(expression, true).problems()).isEmpty();
    }

    @Test
    void knowsTheContainerOnlyIfTheRuleLooksAtContainers() {
        assertThat(Conditions.compile("container.name == 'main'", false).problems())
                .extracting(ConditionProblem::message)
                .containsExactly("1:1: 'container' is known only in a rule with a container matcher or 'containers'");
    }

    @ParameterizedTest
    @CsvSource({
        "'events.exists(e, e.count > 1)', true",
        "'pod.status.reason == \"x\" && events.size() > 1', true",
        "'pod.status.conditions.exists(e, e.type == \"Ready\")', false",
    })
    void tellsWhetherTheEventsAreNeeded(String expression, boolean needed) {
        assertThat(Conditions.compiled(expression).needsEvents()).isEqualTo(needed);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            quoteCharacter = '"',
            value = {
                "-, true, matchConditions[0].name, Required, a name is required",
                "\"\", true, matchConditions[0].name, Required, a name is required",
                "it, -, matchConditions[0].expression, Required, an expression is required",
                "it, \" \", matchConditions[0].expression, Required, an expression is required",
                "a b, true, matchConditions[0].name, InvalidValue, \"~a b~ is no name: at most 63 letters, digits,"
                        + " '-', '_' and '.', with a letter or digit at both ends\"",
            })
    void wantsANameAndAnExpression(
            @Nullable String name, @Nullable String expression, String path, Reason reason, String message) {
        assertThat(Conditions.COMPILER
                        .compile(List.of(new MatchCondition(name, expression)), false)
                        .problems())
                .containsExactly(new ConditionProblem(path, reason, message.replace('~', '"')));
    }

    @Test
    void refusesASecondConditionOfTheSameName() {
        MatchCondition condition = new MatchCondition("it", "true");

        assertThat(Conditions.COMPILER
                        .compile(List.of(condition, condition), false)
                        .problems())
                .containsExactly(new ConditionProblem(
                        "matchConditions[1].name", Reason.Duplicate, "another condition of this rule is named it"));
    }

    @Test
    void tellsTheProblemsOfEveryCondition() {
        Compilation compilation = Conditions.COMPILER.compile(
                List.of(
                        new MatchCondition("a", "1"),
                        new MatchCondition("b", "true"),
                        new MatchCondition("c", "pod.foo == 1")),
                false);

        assertThat(compilation.problems())
                .extracting(ConditionProblem::path)
                .containsExactly("matchConditions[0].expression", "matchConditions[2].expression");
        assertThat(compilation.conditions().isEmpty()).isTrue();
    }

    @Test
    void refusesMoreThanEightConditions() {
        assertThat(Conditions.COMPILER
                        .compile(Collections.nCopies(9, new MatchCondition("it", "true")), false)
                        .problems())
                .containsExactly(new ConditionProblem(
                        "matchConditions", Reason.InvalidValue, "has 9 conditions, at most 8 are allowed"));
    }

    @Test
    void countsTheLengthInCharactersAsTheApiServerDoes() {
        String longest = "'" + "\uD83D\uDE00".repeat(1_024 - 8) + "'!= ''";

        assertThat(Conditions.compile(longest + " ", false).problems()).isEmpty();
        assertThat(Conditions.compile(longest + "  ", false).problems())
                .extracting(ConditionProblem::message)
                .containsExactly("has 1025 characters, at most 1024 are allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "!(", "has(", "{1:", "events.all(a,", "1+", "optional.of(", "a?b:", "-(", "a.b("})
    void refusesWhatIsNestedDeeply(String opening) {
        String expression = opening.repeat(1_024 / opening.length());

        assertThat(Conditions.compile(expression, false).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("is nested deeper than 32"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"'", "\"\"\"", "\\", "`", "\u0000", "\u00e9", ".", "-", "a b ", "b'", "0x", "1e", "//", "{?", "?"
            })
    void refusesNonsenseInOneShortMessage(String nonsense) {
        assertThat(Conditions.compile(nonsense.repeat(1_024 / nonsense.length()), false)
                        .problems())
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.message()).hasSizeLessThan(1_024).doesNotContainPattern("\\p{C}"));
    }

    @Test
    void compilesALongChainOfAlternatives() {
        String expression = String.join(" || ", Collections.nCopies(100, "1 == 2"));

        assertThat(Conditions.compile(expression, false).problems()).isEmpty();
    }
}
