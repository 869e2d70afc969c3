package dev.podfailure.metrics;

import dev.podfailure.rules.CategoryPair;
import dev.podfailure.rules.Classification;
import dev.podfailure.rules.CompiledRuleSet;
import dev.podfailure.rules.RuleReference;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What is counted about failed pods. Thread-safe. */
public final class FailureMetrics {
    /** The one kind of failure that is counted so far. */
    private static final String KIND = "PodFailed";

    /** Why a failed pod was not annotated. */
    public enum SkipReason {
        /** It was stopped on purpose: a rollout, a scale-down, a deletion. */
        DELETED_ON_PURPOSE,
        /** A rule with {@code outcome: Ignored} won. */
        IGNORED;

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What the API server answered to an annotation that it did not accept. */
    public enum CommitError {
        /** The pod had changed meanwhile. It is decided again. */
        CONFLICT,
        /** The operator may not do that, or an admission policy is against it. */
        FORBIDDEN,
        /** It was refused for another reason. */
        REJECTED,
        /** There was no answer, or none that could be read. */
        NO_ANSWER,
        /** The operator stopped while it waited for the answer. */
        INTERRUPTED,
        /** The API server is too busy. */
        THROTTLED,
        /** The API server failed. */
        SERVER_ERROR;

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private enum Outcome {
        MATCHED,
        DEFAULT;

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final ExportedCategories exported;
    private final Counter foldedCategories;
    private final BoundedCounters failures;
    private final BoundedCounters backlog;
    private final NamespaceFailures byNamespace;
    private final LabelledFailures byLabels;
    private final RuleMetrics rules;
    private final BoundedCounters skipped;
    private final BoundedCounters commitErrors;
    private final LabelledGauge categoryInfo;
    private final LabelledGauge pods;
    private final Counter unmatched;
    private final Counter reclassified;
    private final Counter vanishedDropped;
    private final BoundedCounters eventReadErrors;
    private final Timer classification;
    private final Timer commit;

    /**
     * Exports what can be exported before a rule set is known.
     *
     * @param maxCategories how many pairs of category and subcategory have counters of their own
     * @param podLabels what pod labels failures are counted by: names of labels of a metric, by the key of the pod's label
     */
    public FailureMetrics(MeterRegistry registry, int maxCategories, Map<String, String> podLabels) {
        Meters meters = new Meters(registry);
        exported = new ExportedCategories(maxCategories);
        foldedCategories = meters.folded("category");
        failures = meters.counters("podfailure.failures", "Failed pods, by what the rules say about them.");
        backlog = meters.counters(
                "podfailure.backlog", "Failed pods that are older than the rule set that decided about them.");
        byNamespace = new NamespaceFailures(meters);
        byLabels = new LabelledFailures(meters, podLabels);
        rules = new RuleMetrics(meters);
        skipped =
                meters.counters("podfailure.skipped", "Failed pods that are left alone because they are no failures.");
        commitErrors = meters.counters(
                "podfailure.commit.errors", "Answers of the API server to an annotation that were no acceptance.");
        categoryInfo = meters.gauges(
                "podfailure.category.info",
                "What the active rules say about a category, to join with; _mixed where they disagree.");
        pods = meters.gauges("podfailure.pods", "Annotated failed pods that exist now; exported by the leader only.");
        unmatched = meters.counter(
                "podfailure.unmatched", "Failed pods that no rule matched and that have no default category.");
        reclassified = meters.counter(
                "podfailure.reclassified",
                "New decisions that users asked for, or in place of a record that was erased.");
        vanishedDropped = meters.counter(
                "podfailure.vanished.dropped",
                "Failed pods that were gone before they could be annotated, too many at once to be looked at.");
        eventReadErrors = meters.counters(
                "podfailure.event.read.errors",
                "Reads of a failed pod's events that failed: it was taken to have none.");
        classification =
                meters.timer("podfailure.classification", "Time to ask the rules about one failed pod.", new double[] {
                    0.0001, 0.001, 0.01, 0.1, 1
                });
        commit = meters.timer(
                "podfailure.commit",
                "Time from a pod's failure to its accepted annotation, backlog left out.",
                new double[] {0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300});
        exportFixedSeries();
    }

    private void exportFixedSeries() {
        for (Outcome outcome : Outcome.values()) {
            exportAtZero(failure(ExportedCategories.OTHER, outcome));
        }
        for (SkipReason reason : SkipReason.values()) {
            skipped.export(Tags.of("reason", reason.label()));
        }
        for (CommitError reason : CommitError.values()) {
            commitErrors.export(Tags.of("reason", reason.label()));
        }
        eventReadErrors.export(eventReadError(true));
        eventReadErrors.export(eventReadError(false));
    }

    /**
     * Exports these pairs at 0 from now on, each as matched and as default; a pair that is in no active rule is counted
     * as {@code _other}.
     */
    public void categories(Set<CategoryPair> active) {
        categories(active.stream()
                .sorted(Comparator.comparing(CategoryPair::category).thenComparing(CategoryPair::subcategory))
                .map(pair -> new CategoryUse(pair, true, true, "", ""))
                .toList());
    }

    /**
     * Exports these pairs at 0 from now on with the outcomes that they can have; a pair that is in no active rule is
     * counted as {@code _other}.
     *
     * @param active the more important first: the number of pairs is limited
     */
    public synchronized void categories(Collection<CategoryUse> active) {
        exported.add(active.stream().map(CategoryUse::pair).toList());
        Map<CategoryPair, CategoryUse> uses = new LinkedHashMap<>();
        for (CategoryUse use : active) {
            if (exported.labelOf(use.pair()).equals(use.pair())) {
                uses.merge(use.pair(), use, CategoryUse::and);
            }
        }
        Map<Tags, Integer> infos = new LinkedHashMap<>();
        for (CategoryUse use : uses.values()) {
            exportAtZero(use);
            infos.put(category(use.pair()).and("responsible", use.responsible(), "retry", use.retry()), 1);
        }
        categoryInfo.replace(infos);
        byNamespace.categories(
                uses.keySet().stream().map(CategoryPair::category).toList());
    }

    private void exportAtZero(CategoryUse use) {
        if (use.byRule()) {
            exportAtZero(failure(use.pair(), Outcome.MATCHED));
        }
        if (use.byDefault()) {
            exportAtZero(failure(use.pair(), Outcome.DEFAULT));
        }
    }

    private void exportAtZero(Tags labels) {
        failures.export(labels);
        backlog.export(labels);
    }

    /** Takes note of the rule sets there are: what can be counted about them is exported at 0. */
    public void ruleSets(Collection<CompiledRuleSet> all) {
        rules.known(all);
    }

    /** Takes note of the namespaces that exist: what can be counted about them is exported at 0 if they are not too many. */
    public void namespaces(Set<String> existing) {
        byNamespace.namespaces(existing);
    }

    /** Drops the counters of a rule set that is gone. */
    public void ruleSetGone(String namespace, String name) {
        rules.ruleSetGone(namespace + "/" + name);
    }

    /** What is counted about single rules. */
    public RuleMetrics rules() {
        return rules;
    }

    /**
     * Exports how many annotated failed pods exist. On a replica that is not the leader: none.
     *
     * @param annotated number of pods by pair
     */
    public void annotatedPods(Map<CategoryPair, ? extends Number> annotated) {
        Map<Tags, Double> values = new LinkedHashMap<>();
        annotated.forEach((pair, count) ->
                values.merge(category(exported.labelOf(pair)).and("kind", KIND), count.doubleValue(), Double::sum));
        pods.replace(values);
    }

    /**
     * Counts a failure whose annotation the API server accepted.
     *
     * @param pod where it comes from
     * @param backlog whether the failure is older than the rule set that decided it
     * @param sinceFailed from the pod's failure to the accepted annotation
     */
    public void committed(PodOrigin pod, Classification classification, boolean backlog, Duration sinceFailed) {
        count(pod, classification, backlog);
        if (!backlog) {
            commit.record(sinceFailed.isNegative() ? Duration.ZERO : sinceFailed);
        }
    }

    /** Counts a failure whose pod was gone before it could be annotated. */
    public void vanished(PodOrigin pod, Classification classification, boolean backlog) {
        count(pod, classification, backlog);
    }

    private void count(PodOrigin pod, Classification classification, boolean old) {
        CategoryPair pair = exported.labelOf(new CategoryPair(classification.category(), classification.subcategory()));
        if (pair.equals(ExportedCategories.OTHER)) {
            foldedCategories.increment();
        }
        Tags labels = failure(pair, classification.isDefault() ? Outcome.DEFAULT : Outcome.MATCHED);
        if (old) {
            backlog.increment(labels);
        } else {
            failures.increment(labels);
            byNamespace.count(pod.namespace(), pair.category());
            byLabels.count(pod.labels(), pair.category());
        }
        RuleReference rule = classification.rule();
        if (rule != null) {
            rules.matched(rule);
        }
    }

    /** Counts a new decision that a user asked for. */
    public void reclassified() {
        reclassified.increment();
    }

    /** Counts a failed pod that is left alone because it is no failure. */
    public void skipped(SkipReason reason) {
        skipped.increment(Tags.of("reason", reason.label()));
    }

    /** Counts a failed pod that no rule matched and that has no default. */
    public void unmatched() {
        unmatched.increment();
    }

    /** Counts an answer of the API server that was not an acceptance. */
    public void commitError(CommitError reason) {
        commitErrors.increment(Tags.of("reason", reason.label()));
    }

    /**
     * Counts a read of a pod's events that failed: rules that ask for events do not match then.
     *
     * @param forbidden whether the operator may not read them
     */
    public void eventsUnreadable(boolean forbidden) {
        eventReadErrors.increment(eventReadError(forbidden));
    }

    /** Counts a pod that was gone before it could be annotated while too many others waited to be looked at. */
    public void vanishedDropped() {
        vanishedDropped.increment();
    }

    /** Records how long one classification took. */
    public void classificationTook(Duration duration) {
        classification.record(duration);
    }

    private static Tags eventReadError(boolean forbidden) {
        return Tags.of("reason", forbidden ? "forbidden" : "error");
    }

    private static Tags failure(CategoryPair pair, Outcome outcome) {
        return category(pair).and("kind", KIND, "outcome", outcome.label());
    }

    private static Tags category(CategoryPair pair) {
        return Tags.of("category", pair.category(), "subcategory", pair.subcategory());
    }
}
