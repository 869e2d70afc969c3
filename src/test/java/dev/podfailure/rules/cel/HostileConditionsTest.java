package dev.podfailure.rules.cel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.failure.PodEvent;
import dev.podfailure.rules.cel.ConditionResult.OverBudget;
import dev.podfailure.rules.cel.ConditionResult.True;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The largest pod that the trimmed cache holds, and expressions that would take seconds to minutes without the budget. */
// Without the budget the first of them runs for minutes; with it, milliseconds.
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileConditionsTest {
    private static final List<PodEvent> EVENTS = IntStream.range(0, 50)
            .mapToObj(i -> new PodEvent("Warning", "Failed", "a".repeat(1_024), i))
            .toList();
    private static final List<PodEvent> MANY_EVENTS = IntStream.range(0, 50)
            .mapToObj(i -> new PodEvent("Warning", "Failed", "a".repeat(250), i))
            .toList();
    private static final Pod POD = new PodBuilder()
            .withNewStatus()
            .withMessage("a".repeat(4_096))
            .endStatus()
            .build();

    static Stream<String> hostile() {
        return Stream.of(
                "events.all(a, events.all(b, events.all(c, a.count + b.count + c.count >= 0)))",
                "events.all(a, events.all(b, (a.message + b.message).size() > 0))",
                "events.all(a, events.all(b, events.all(c, !(a.message + b.message + c.message).contains('zz'))))",
                "events.all(a, events.all(b, !(pod.status.message + 'b').contains(pod.status.message + 'c')))",
                "events.all(a, events.all(b, !pod.status.message.matches('(a|b)*c.{0,300}x')))",
                "events.all(a, events.all(b, pod.status.message.find('(a|b)*c.{0,300}x') == ''))",
                "events.map(a, events.map(b, events.map(c, a.message + b.message + c.message))).size() > 0",
                "events.all(a, pod.status.message.replace('', pod.status.message).size() > 0)",
                "events.all(a, pod.status.message.split('').join(pod.status.message).size() > 0)",
                "events.all(a, pod.status.message.split('').size() > 0)",
                "events.all(a, events.all(b, events.all(c, " + String.join(" || ", Collections.nCopies(40, "1/0==1"))
                        + " || true)))",
                "events.all(a, events.all(b, events.all(c, a.firstTimestamp == b.firstTimestamp || true)))",
                "events.all(a, events.all(b, events.all(c, [0][a.count + 1] == 0 || true)))",
                "events.all(a, events.all(b, int(a.message) == 1 || true))",
                "events.all(a, events.all(b, events.exists_one(c, c.count/0 == 1) || true))",
                "[[1,2,3,4,5,6,7,8,9,10]].exists(a, [[a,a,a,a,a,a,a,a,a,a]].exists(b, [[b,b,b,b,b,b,b,b,b,b]]"
                        + ".exists(c, [[c,c,c,c,c,c,c,c,c,c]].exists(d, [d,d,d,d,d,d,d,d] == [d,d,d,d,d,d,d,d]))))",
                "[pod.status.message].exists(s, [s+s+s+s].exists(t, [t+t+t+t].exists(u, (u+u+u+u).size() > 0)))",
                "events.all(a, events.all(b, events.all(c, pod.status.message == pod.status.message)))",
                "events.all(a, events.all(b, a.message.lowerAscii().upperAscii().trim().size() > 0))",
                "events.all(a, events.all(b, events.all(c, optional.of(a).hasValue())))",
                "events.all(a, events.all(b, double(a.message.replace('a', '9')) < 1.0 || true))",
                "events.map(a, events.map(b, b.message)) == events.map(a, events.map(b, b.message))");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void doesNotMatchAndSaysWhy(String expression) {
        assertThat(Conditions.evaluate(expression, ConditionInput.of(POD, EVENTS)))
                .isEqualTo(new OverBudget("it"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "events.all(a, events.filter(b, a.count != b.count).size() == 49)",
                "events.map(e, e.message).size() == 50 && events.map(e, e.message.size()).all(s, s == 250)",
                "events.exists(e, e.count == 49 && e.message.contains('aaa') && e.message.startsWith('a'))",
                "!pod.status.message.matches('(?i)(OutOfMemoryError|exceeded .* limit|killed|no space left)')",
                "events.all(e, has(e.firstTimestamp) || e.count >= 0)",
                "!events.exists(e, e.message.matches('Insufficient (cpu|memory|nvidia.com/gpu)'))",
            })
    void leavesRoomForWhatRulesNeed(String expression) {
        assertThat(Conditions.evaluate(expression, ConditionInput.of(POD, MANY_EVENTS)))
                .isEqualTo(new True());
    }
}
