package dev.podfailure.pod;

import dev.podfailure.failure.PodEvent;
import dev.podfailure.metrics.FailureMetrics;
import dev.podfailure.rules.ActiveRules;
import dev.podfailure.rules.ConditionTrouble;
import dev.podfailure.rules.Question;
import dev.podfailure.rules.Remarks;
import dev.podfailure.rules.RuleReference;
import dev.podfailure.rules.RuleSetReference;
import dev.podfailure.rules.Verdict;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the rules about failed pods, reads events where they matter, and counts what rules cost and where they fail. */
final class Classifier {
    private static final Logger LOG = LoggerFactory.getLogger(Classifier.class);

    private final Decider decider;
    private final ActiveRules rules;
    private final NamespaceLabels namespaces;
    private final PodEvents events;
    private final FailureMetrics metrics;
    private final BudgetListener budget;
    private final RareLog rareLog;
    private final Clock clock;

    Classifier(
            Decider decider,
            ActiveRules rules,
            NamespaceLabels namespaces,
            PodEvents events,
            FailureMetrics metrics,
            BudgetListener budget,
            RareLog rareLog,
            Clock clock) {
        this.decider = decider;
        this.rules = rules;
        this.namespaces = namespaces;
        this.events = events;
        this.metrics = metrics;
        this.budget = budget;
        this.rareLog = rareLog;
        this.clock = clock;
    }

    /** What there is to decide about a version of a pod. */
    FailedPod failedPod(Pod version, WatchedPod watched, boolean gone) {
        return new FailedPod(
                version,
                watched.sighting(),
                gone,
                namespaces.of(version.getMetadata().getNamespace()));
    }

    /**
     * What to do about the pod now.
     *
     * @param counts whether to count: on the leader
     */
    Decision decide(FailedPod failed, boolean counts) {
        Decision decision = decide(failed, counts, Optional.empty());
        if (!(decision instanceof Decision.ReadEvents)) {
            return decision;
        }
        Optional<List<PodEvent>> read = events.tryRead(failed.pod());
        return read.isEmpty() ? decision : decide(failed, counts, read);
    }

    private Decision decide(FailedPod failed, boolean counts, Optional<List<PodEvent>> podEvents) {
        ActiveRules.Snapshot snapshot = rules.current();
        Instant now = clock.instant();
        Optional<Decision> early = decider.withoutAsking(failed, snapshot, now);
        if (early.isPresent()) {
            return early.get();
        }
        Question question = Decider.question(failed, podEvents);
        long start = System.nanoTime();
        Verdict verdict = snapshot.book().classify(question);
        if (counts) {
            metrics.classificationTook(Duration.ofNanos(System.nanoTime() - start));
            if (!(verdict instanceof Verdict.NeedsEvents)) {
                note(verdict.remarks(), failed);
            }
        }
        return decider.afterAsking(failed, snapshot, now, question, verdict);
    }

    private void note(Remarks remarks, FailedPod failed) {
        boolean kept = true;
        for (ConditionTrouble trouble : remarks.troubles()) {
            kept &= !trouble.overBudget();
            note(trouble, failed);
        }
        RuleSetReference costly = remarks.overBudget();
        if (costly != null) {
            kept = false;
            metrics.rules().budgetExceeded(costly.path());
            budget.overran(costly, "");
        }
        if (kept) {
            budget.kept(failed.pod().getMetadata().getNamespace());
        }
    }

    private void note(ConditionTrouble trouble, FailedPod failed) {
        RuleReference rule = trouble.rule();
        metrics.rules().conditionFailed(rule, trouble.overBudget());
        if (trouble.overBudget()) {
            budget.overran(
                    new RuleSetReference(rule.namespace(), rule.ruleSet(), rule.ruleSetUid(), rule.generation()),
                    rule.rule());
        }
        rareLog.log(
                trouble.overBudget() ? "condition over budget" : "condition error",
                () -> LOG.atWarn()
                        .addKeyValue("rule", rule.path())
                        .addKeyValue("condition", trouble.condition())
                        .addKeyValue("uid", failed.pod().getMetadata().getUid())
                        .addKeyValue("error", trouble.message())
                        .log("A match condition gave no answer; its rule does not match"));
    }
}
