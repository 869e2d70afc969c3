package dev.podfailure.crd;

import dev.podfailure.failure.PodEvent;
import dev.podfailure.failure.PodFacts;
import dev.podfailure.rig.PodRecord;
import dev.podfailure.rules.Question;
import dev.podfailure.rules.RuleBook;
import dev.podfailure.rules.RuleReference;
import dev.podfailure.rules.Verdict;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Optional;

/** A recorded pod as it was last seen, with all of its events. */
final class RecordedFailure {
    private static final KubernetesSerialization MODEL = new KubernetesSerialization();

    private RecordedFailure() {}

    static Verdict judge(RuleBook book, String name) {
        PodRecord recorded = PodRecord.load(name);
        Pod pod = recorded.versions().getLast();
        List<PodEvent> events = recorded.events().stream()
                .map(event -> PodEvent.of(MODEL.convertValue(event.content(), Event.class)))
                .toList();
        return book.classify(
                Question.about(PodFacts.of(pod, List.of())).withPod(pod).withEvents(Optional.of(events)));
    }

    /** {@code ruleset/rule} of the rule that wins; {@code ""} if none does. */
    static String winner(RuleBook book, String name) {
        if (!(judge(book, name) instanceof Verdict.Classified classified)) {
            return "";
        }
        RuleReference rule = classified.classification().rule();
        return rule == null ? "" : rule.ruleSet() + "/" + rule.rule();
    }
}
