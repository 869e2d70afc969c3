package dev.podfailure.crd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.crd.Examples.Expectation;
import dev.podfailure.failure.PodEvent;
import dev.podfailure.failure.PodFacts;
import dev.podfailure.failure.PodFailure;
import dev.podfailure.rig.PodRecord;
import dev.podfailure.rules.Classification;
import dev.podfailure.rules.RuleBook;
import dev.podfailure.rules.Verdict;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples call recorded pods what the demo expects. */
class DemoExpectationsTest {
    private static final KubernetesSerialization MODEL = new KubernetesSerialization();
    private static final RuleBook BOOK =
            RuleBook.of(Examples.files().stream().map(Examples::compile).toList());

    static Set<Map.Entry<String, Expectation>> expectations() {
        return Examples.expectations().entrySet();
    }

    @ParameterizedTest
    @MethodSource("expectations")
    void aRecordedPodIsCalledWhatIsExpected(Map.Entry<String, Expectation> expected) {
        PodRecord recorded = PodRecord.load(expected.getKey());
        PodFailure failure = PodFacts.of(recorded.versions().getLast(), List.of());
        List<PodEvent> events = recorded.events().stream()
                .map(event -> PodEvent.of(MODEL.convertValue(event.content(), Event.class)))
                .toList();

        Verdict verdict = BOOK.classify(failure, Optional.of(events));

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
