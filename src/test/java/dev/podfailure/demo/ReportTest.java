package dev.podfailure.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Expectation LIMIT = new Expectation("resources", "memory-limit", "ns/set/limit");
    private static final Expectation ERROR = new Expectation("application", "error", "ns/set/error");

    @Test
    void theExpectedAnswersLeaveNothingToSay() {
        assertThat(new Report(Map.of("web/a", LIMIT), Map.of("web/a", LIMIT)).differences())
                .isEmpty();
    }

    @Test
    void namesAPodThatGotNoAnswer() {
        assertThat(new Report(Map.of("web/a", LIMIT), Map.of()).differences())
                .containsExactly("web/a got no category, expected was resources/memory-limit");
    }

    @Test
    void namesAPodThatGotAnotherAnswer() {
        assertThat(new Report(Map.of("web/a", LIMIT), Map.of("web/a", ERROR)).differences())
                .containsExactly("web/a is application/error by 'ns/set/error', expected was resources/memory-limit by"
                        + " 'ns/set/limit'");
    }

    @Test
    void namesAnAnswerThatNobodyExpected() {
        assertThat(new Report(Map.of(), Map.of("web/stopped", ERROR)).differences())
                .containsExactly("web/stopped is application/error, expected was no category");
    }

    @Test
    void anotherRuleIsAnotherAnswer() {
        Expectation other = new Expectation("resources", "memory-limit", "ns/set/other");

        assertThat(LIMIT.accepts(other)).isFalse();
    }

    @Test
    void aRuleThatIsNotNamedMayBeAny() {
        assertThat(new Expectation("resources", "memory-limit", "").accepts(LIMIT))
                .isTrue();
    }

    @Test
    void doesNotWaitForWhatIsThere() {
        Report report = Report.await(Map.of("web/a", LIMIT), () -> Map.of("web/a", LIMIT), Duration.ofDays(1));

        assertThat(report.differences()).isEmpty();
    }

    @Test
    void thePodsOfTheDemoAreRecordedOnes() {
        assertThat(Cast.load())
                .hasSameSizeAs(Expectation.load())
                .allSatisfy(
                        (name, cast) -> assertThat(cast.pod().fails()).as(name).isTrue());
    }
}
