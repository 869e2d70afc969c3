package dev.podfailure.crd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.failure.PodEvent;
import dev.podfailure.failure.PodFacts;
import dev.podfailure.rig.PodRecord;
import dev.podfailure.rules.Question;
import dev.podfailure.rules.RuleBook;
import dev.podfailure.rules.Verdict;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of {@code docs/rules.md} match the recorded pods that they say they match, and no other that they name. */
class DocumentedRulesTest {
    private static final KubernetesSerialization MODEL = new KubernetesSerialization();

    static Stream<Arguments> matches() {
        return named(DocumentedExample::matches);
    }

    @ParameterizedTest
    @MethodSource("matches")
    void matchesWhatItSaysItMatches(DocumentedExample example, String pod) {
        assertThat(isMatched(example, pod)).isTrue();
    }

    static Stream<Arguments> misses() {
        return named(DocumentedExample::misses);
    }

    @ParameterizedTest
    @MethodSource("misses")
    void doesNotMatchWhatItSaysItDoesNot(DocumentedExample example, String pod) {
        assertThat(isMatched(example, pod)).isFalse();
    }

    /** An example that never matches would pass any number of misses. */
    @Test
    void whatNamesAMissNamesAMatchToo() {
        assertThat(DocumentedExample.all())
                .filteredOn(example -> !example.misses().isEmpty())
                .hasSizeGreaterThan(20)
                .noneMatch(example -> example.matches().isEmpty());
    }

    private static Stream<Arguments> named(Function<DocumentedExample, List<String>> pods) {
        return DocumentedExample.all().stream()
                .flatMap(example -> pods.apply(example).stream().map(pod -> Arguments.of(example, pod)));
    }

    private static boolean isMatched(DocumentedExample example, String name) {
        PodRecord recorded = PodRecord.load(name);
        Pod pod = recorded.versions().getLast();
        List<PodEvent> events = recorded.events().stream()
                .map(event -> PodEvent.of(MODEL.convertValue(event.content(), Event.class)))
                .toList();
        RuleBook book = RuleBook.of(List.of(Examples.compile(example.ruleSet())));

        Verdict verdict = book.classify(
                Question.about(PodFacts.of(pod, List.of())).withPod(pod).withEvents(Optional.of(events)));

        return verdict instanceof Verdict.Classified classified
                && classified.classification().rule() != null;
    }
}
