package dev.podfailure.crd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.crd.Examples.Expectation;
import dev.podfailure.rules.Classification;
import dev.podfailure.rules.RuleBook;
import dev.podfailure.rules.Verdict;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples call recorded pods what the demo expects. */
class DemoExpectationsTest {
    private static final RuleBook BOOK =
            RuleBook.of(Examples.files().stream().map(Examples::compile).toList());

    static Set<Map.Entry<String, Expectation>> expectations() {
        return Examples.expectations().entrySet();
    }

    @ParameterizedTest
    @MethodSource("expectations")
    void aRecordedPodIsCalledWhatIsExpected(Map.Entry<String, Expectation> expected) {
        Verdict verdict = RecordedFailure.judge(BOOK, expected.getKey());

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Classified.class,
                        classified ->
                                assertThat(answer(classified.classification())).isEqualTo(expected.getValue()));
    }

    private static Expectation answer(Classification classification) {
        var rule = classification.rule();
        return new Expectation(
                classification.category(), classification.subcategory(), rule == null ? "" : rule.path());
    }
}
