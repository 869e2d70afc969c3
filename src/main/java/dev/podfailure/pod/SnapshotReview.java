package dev.podfailure.pod;

import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.failure.PodEvent;
import dev.podfailure.rules.ActiveRules;
import dev.podfailure.rules.AskedRule;
import dev.podfailure.rules.Classification;
import dev.podfailure.rules.ConditionTrouble;
import dev.podfailure.rules.Evidence;
import dev.podfailure.rules.Question;
import dev.podfailure.rules.RuleBook;
import dev.podfailure.rules.Verdict;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the operator would decide about a pod of which one version is at hand, at a desk without a cluster: the same trimming,
 * the same facts, the same decider and the same rules. What it would have remembered of earlier versions is not there, and
 * nothing is waited for.
 *
 * @param book the rules, all of them
 * @param evenIfNotFailed whether to ask about pods in every phase, as if they had failed
 * @param troubles told of each match condition that could not be answered
 */
public record SnapshotReview(RuleBook book, boolean evenIfNotFailed, Consumer<ConditionTrouble> troubles) {
    private static final Decider DECIDER = new Decider(Duration.ZERO, Duration.ZERO);
    private static final int MAX_TRIES = 5;

    /** A review that says nothing of match conditions that could not be answered. */
    public SnapshotReview(RuleBook book, boolean evenIfNotFailed) {
        this(book, evenIfNotFailed, trouble -> {});
    }

    /** What would become of the pod. */
    public sealed interface Answer {
        /** A rule won, which may say that this is no failure, or the default applies. */
        record Classified(Classification classification) implements Answer {}

        /** No rule matched, and unmatched pods are left alone. */
        record Unmatched(Evidence evidence) implements Answer {}

        /** Somebody stopped the pod on purpose, and no rule set asks about such pods. */
        record DeletedOnPurpose() implements Answer {}

        /** The pod is not in phase Failed. */
        record NotFailed() implements Answer {}
    }

    /**
     * The answer for a pod as the API server gives it.
     *
     * @param namespaceLabels labels of the pod's namespace
     * @param events of this pod, oldest first
     */
    public Answer answer(Pod pod, Map<String, String> namespaceLabels, List<PodEvent> events) {
        if (!evenIfNotFailed
                && (pod.getStatus() == null || !"Failed".equals(pod.getStatus().getPhase()))) {
            return new Answer.NotFailed();
        }
        FailedPod failed = failed(pod, namespaceLabels);
        ActiveRules.Snapshot rules = new ActiveRules.Snapshot(book, Instant.EPOCH, true);
        if (DECIDER.withoutAsking(failed, rules, Instant.now()).isPresent()) {
            return new Answer.DeletedOnPurpose();
        }
        Question question = Decider.question(failed, Optional.of(events));
        Verdict verdict = classify(question);
        verdict.remarks().troubles().forEach(troubles);
        return switch (verdict) {
            case Verdict.Classified found -> new Answer.Classified(found.classification());
            case Verdict.Unmatched nothing ->
                question.deletedOnPurpose() ? new Answer.DeletedOnPurpose() : new Answer.Unmatched(nothing.evidence());
            case Verdict.NeedsEvents needed -> throw new IllegalStateException("the events were given");
        };
    }

    /** A program that has just started is slow: what exceeds the budget then may keep it a moment later, as in the operator. */
    private Verdict classify(Question question) {
        Verdict verdict = book.classify(question);
        for (int again = 0; again < MAX_TRIES && verdict.remarks().overBudget() != null; again++) {
            verdict = book.classify(question);
        }
        return verdict;
    }

    /** Every rule that is asked about the pod, up to the one that wins. */
    public List<AskedRule> explain(Pod pod, Map<String, String> namespaceLabels, List<PodEvent> events) {
        return book.explain(Decider.question(failed(pod, namespaceLabels), Optional.of(events)));
    }

    private static FailedPod failed(Pod pod, Map<String, String> namespaceLabels) {
        Pod trimmed = PodTrimmer.trim(pod);
        // A pod that carries a record is asked about anew; that it had one still says that it was a failure then.
        if (PodAnnotations.read(trimmed).isPresent()) {
            trimmed = new PodBuilder(trimmed)
                    .editMetadata()
                    .addToAnnotations(PodAnnotations.RECLASSIFY, "true")
                    .endMetadata()
                    .build();
        }
        return new FailedPod(trimmed, Sighting.first(trimmed, Instant.now()), false, Optional.of(namespaceLabels));
    }
}
