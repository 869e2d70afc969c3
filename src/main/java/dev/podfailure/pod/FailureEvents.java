package dev.podfailure.pod;

import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.recorder.KubernetesEvent;
import dev.podfailure.recorder.KubernetesEvent.Regarding;
import java.util.Optional;

/** What an Event tells of a failed pod: what its annotations say, in a sentence. Pure. */
final class FailureEvents {
    private static final String REASON = "FailureClassified";
    private static final String ACTION = "Classify";

    /** Whose doing it was, in the taxonomy of the library, when nothing is wrong. */
    private static final String DELIBERATE = "deliberate";

    private FailureEvents() {}

    /** The Event about a decision; absent for backlog: Events are news. */
    static Optional<KubernetesEvent> of(Attempt attempt) {
        PodAnnotations record = attempt.annotations();
        if (record.backlog()) {
            return Optional.empty();
        }
        return Optional.of(KubernetesEvent.of(
                Regarding.of(attempt.failed().pod()),
                record.eventId() + "/" + record.revision(),
                record.responsible().equals(DELIBERATE) ? KubernetesEvent.Type.Normal : KubernetesEvent.Type.Warning,
                REASON,
                ACTION,
                note(record)));
    }

    private static String note(PodAnnotations record) {
        String pair =
                record.subcategory().isEmpty() ? record.category() : record.category() + "/" + record.subcategory();
        String by = record.rule().isEmpty() ? "no rule matched" : "rule " + record.rule();
        return pair + " (" + by + ")" + (record.hint().isEmpty() ? "" : ": " + record.hint());
    }
}
