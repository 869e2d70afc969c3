package dev.podfailure.rules;

import dev.podfailure.failure.PodEvent;
import dev.podfailure.failure.PodFailure;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every rule in use, in one total order: priority (high first), cluster-wide rule sets before a namespace's own, namespace
 * and name of the rule set, order in the rule set. Immutable, and cheap to build: rules are compiled already.
 */
public final class RuleBook {
    /** Category of unmatched pods where neither a rule set nor the operator's settings say another. */
    public static final String DEFAULT_CATEGORY = "uncategorized";

    private static final Comparator<CompiledRuleSet> ORDER = Comparator.comparingInt(
                    (CompiledRuleSet set) -> set.settings().priority())
            .reversed()
            .thenComparing(set -> !set.settings().clusterWide())
            .thenComparing(set -> set.source().namespace())
            .thenComparing(set -> set.source().name());

    private final List<CompiledRuleSet> sets;

    /** For pods of namespaces that have no rule sets of their own. */
    private final ApplicableRules clusterWide;

    /** For pods of namespaces that have some, the cluster-wide ones merged in. */
    private final Map<String, ApplicableRules> byNamespace;

    private RuleBook(
            List<CompiledRuleSet> sets, ApplicableRules clusterWide, Map<String, ApplicableRules> byNamespace) {
        this.sets = sets;
        this.clusterWide = clusterWide;
        this.byNamespace = byNamespace;
    }

    /** The book of these rule sets, with {@link #DEFAULT_CATEGORY} for pods that no rule and no rule set's default takes. */
    public static RuleBook of(Collection<CompiledRuleSet> sets) {
        return of(sets, DEFAULT_CATEGORY);
    }

    /**
     * The book of these rule sets; those that are not accepted, or hold neither rule nor default, are as good as absent.
     *
     * @param defaultCategory category of unmatched pods if no applicable rule set says; {@code ""} leaves them alone
     */
    public static RuleBook of(Collection<CompiledRuleSet> sets, String defaultCategory) {
        List<CompiledRuleSet> ordered =
                sets.stream().filter(CompiledRuleSet::hasSay).sorted(ORDER).toList();
        Map<String, ApplicableRules> byNamespace = new HashMap<>();
        for (CompiledRuleSet set : ordered) {
            if (!set.settings().clusterWide()) {
                byNamespace.computeIfAbsent(
                        set.source().namespace(), namespace -> applicable(ordered, namespace, defaultCategory));
            }
        }
        return new RuleBook(ordered, applicable(ordered, "", defaultCategory), byNamespace);
    }

    private static ApplicableRules applicable(List<CompiledRuleSet> ordered, String namespace, String defaultCategory) {
        List<CompiledRuleSet> sets = ordered.stream()
                .filter(set ->
                        set.settings().clusterWide() || set.source().namespace().equals(namespace))
                .toList();
        return ApplicableRules.of(sets, defaultCategory);
    }

    /**
     * Asks the rules in order; the first one that holds wins. A pod that no rule set applies to is unmatched: the operator
     * touches nothing until somebody applies a rule set.
     *
     * @param failure the facts
     * @param events the pod's events; absent if they were not read yet
     */
    public Verdict classify(PodFailure failure, Optional<List<PodEvent>> events) {
        return byNamespace.getOrDefault(failure.pod().namespace(), clusterWide).classify(failure, events);
    }

    /**
     * Every pair that a failure can be counted under: what rules in use and applicable defaults can give. Rules with
     * {@code outcome: Ignored} count nothing.
     */
    public Set<CategoryPair> categories() {
        return distinct(infos().map(info -> new CategoryPair(info.category(), info.subcategory())));
    }

    /** The same pairs with what the rules say about them; a pair comes several times if rules differ about it. */
    public Set<CategoryInfo> categoryInfos() {
        return distinct(infos());
    }

    /** Number of rules in use. */
    public int size() {
        return sets.stream().mapToInt(set -> set.rules().size()).sum();
    }

    private Stream<CategoryInfo> infos() {
        Stream<CategoryInfo> ofRules = sets.stream()
                .flatMap(set -> set.rules().stream())
                .filter(rule -> rule.outcome() == Outcome.FAILURE)
                .map(rule -> new CategoryInfo(rule.category(), rule.subcategory(), rule.responsible(), rule.retry()));
        Stream<CategoryInfo> ofDefaults = Stream.concat(Stream.of(clusterWide), byNamespace.values().stream())
                .map(ApplicableRules::unmatched)
                .flatMap(Stream::ofNullable)
                .map(given -> new CategoryInfo(given.category(), given.subcategory(), "", ""));
        return Stream.concat(ofRules, ofDefaults);
    }

    private static <T> Set<T> distinct(Stream<T> elements) {
        return elements.collect(Collectors.collectingAndThen(
                Collectors.toCollection(LinkedHashSet::new), Collections::unmodifiableSet));
    }
}
