package dev.podfailure.pod;

import dev.podfailure.failure.PodEvent;
import dev.podfailure.rules.Classification;
import dev.podfailure.rules.Outcome;
import dev.podfailure.rules.Remarks;
import dev.podfailure.rules.RuleBook;
import dev.podfailure.rules.Verdict;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the operator says of a pod in the end, after it has seen some versions of it, each trimmed as its cache does. */
public final class AskedPod {
    private AskedPod() {}

    /**
     * The answer.
     *
     * @param outcome one of Matched, Default, Unmatched, Ignored, NotFailed, DeletedOnPurpose
     * @param category {@code ""} if there is none
     * @param subcategory likewise
     * @param responsible likewise
     * @param rule {@code namespace/ruleset/rule}, likewise
     * @param remarks what the rules had trouble with
     */
    public record Answer(
            String outcome, String category, String subcategory, String responsible, String rule, Remarks remarks) {}

    /**
     * Asks the rules.
     *
     * @param versions of the pod, in their order
     */
    public static Answer ask(RuleBook book, List<Pod> versions, List<Event> events) {
        List<Pod> failed = versions.stream()
                .filter(pod -> "Failed".equals(pod.getStatus().getPhase()))
                .map(PodTrimmer::trim)
                .toList();
        if (failed.isEmpty()) {
            return without("NotFailed", Remarks.NONE);
        }
        Sighting sighting = Sighting.first(failed.getFirst(), Instant.EPOCH);
        for (Pod version : failed) {
            sighting = sighting.and(version);
        }
        return ask(book, new FailedPod(failed.getLast(), sighting, false), events);
    }

    /** Whether the operator has to read the events of a pod of which it has seen this version only. */
    public static boolean needsEvents(RuleBook book, Pod pod) {
        FailedPod failed = new FailedPod(PodTrimmer.trim(pod), Sighting.first(pod, Instant.EPOCH), false);
        return book.classify(Decider.question(failed, Optional.empty())) instanceof Verdict.NeedsEvents;
    }

    private static Answer ask(RuleBook book, FailedPod failed, List<Event> events) {
        List<PodEvent> read = events.stream().map(PodEvent::of).toList();
        Verdict verdict = book.classify(Decider.question(failed, Optional.of(read)));
        return switch (verdict) {
            case Verdict.NeedsEvents needed -> throw new AssertionError("the events were given");
            case Verdict.Unmatched nothing ->
                without(failed.stoppedOnPurpose() ? "DeletedOnPurpose" : "Unmatched", nothing.remarks());
            case Verdict.Classified found -> answer(found.classification(), found.remarks());
        };
    }

    private static Answer without(String outcome, Remarks remarks) {
        return new Answer(outcome, "", "", "", "", remarks);
    }

    private static Answer answer(Classification found, Remarks remarks) {
        String outcome = found.isDefault() ? "Default" : "Matched";
        return new Answer(
                found.outcome() == Outcome.IGNORED ? "Ignored" : outcome,
                found.category(),
                found.subcategory(),
                found.responsible(),
                found.rule() == null ? "" : found.rule().path(),
                remarks);
    }
}
