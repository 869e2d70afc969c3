package dev.podfailure.rules;

import dev.podfailure.failure.PodEvent;
import dev.podfailure.failure.PodFailure;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Every rule in use, in one total order. Immutable. */
public final class RuleBook {
    private final List<CompiledRuleSet> sets;

    private RuleBook(List<CompiledRuleSet> sets) {
        this.sets = sets;
    }

    /** The book of these rule sets; those that are not accepted add nothing. */
    public static RuleBook of(Collection<CompiledRuleSet> sets) {
        return new RuleBook(sets.stream().filter(CompiledRuleSet::accepted).toList());
    }

    /**
     * Asks the rules in order; the first one that holds wins.
     *
     * @param failure the facts
     * @param events the pod's events; absent if they were not read yet
     */
    public Verdict classify(PodFailure failure, Optional<List<PodEvent>> events) {
        return new Verdict.Unmatched(new Evidence(List.of()), false);
    }

    /** Every pair that the rules and the defaults in use can give. */
    public Set<CategoryPair> categories() {
        return Set.of();
    }

    /** Number of rules in use. */
    public int size() {
        return sets.stream().mapToInt(set -> set.rules().size()).sum();
    }
}
