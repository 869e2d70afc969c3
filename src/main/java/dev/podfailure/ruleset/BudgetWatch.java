package dev.podfailure.ruleset;

import dev.podfailure.rules.RuleSetReference;
import dev.podfailure.rules.RuleSetSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Notices rule sets that keep costing too much: so many classifications in a row. Once noticed, a version stays so, until
 * there is another. Thread-safe; holds one entry a rule set at most, and none for those that keep to their budgets.
 */
public final class BudgetWatch {
    /** How many classifications in a row make a habit. */
    static final int IN_A_ROW = 5;

    private record Overruns(String uid, long generation, String rule, int times) {
        boolean areOf(String otherUid, long otherGeneration) {
            return uid.equals(otherUid) && generation == otherGeneration;
        }

        boolean areAHabit() {
            return times >= IN_A_ROW;
        }
    }

    private final String operatorNamespace;
    private final Map<RuleSetKey, Overruns> overruns = new ConcurrentHashMap<>();
    private volatile Consumer<RuleSetKey> listener = key -> {};

    /** @param operatorNamespace whose rule sets are asked about the pods of every namespace */
    public BudgetWatch(String operatorNamespace) {
        this.operatorNamespace = operatorNamespace;
    }

    /**
     * A rule set cost too much in a classification. Does not block.
     *
     * @param rule the rule whose match conditions did; {@code ""} if it is the set as a whole
     */
    public void overran(RuleSetReference ruleSet, String rule) {
        RuleSetKey key = new RuleSetKey(ruleSet.namespace(), ruleSet.name());
        Overruns now = overruns.compute(key, (same, before) -> next(before, ruleSet, rule));
        if (now != null && now.times == IN_A_ROW && now.areOf(ruleSet.uid(), ruleSet.generation())) {
            listener.accept(key);
        }
    }

    /** A pod of this namespace was classified at a fair price. Does not block. */
    public void kept(String podNamespace) {
        if (!overruns.isEmpty()) {
            overruns.entrySet()
                    .removeIf(entry -> !entry.getValue().areAHabit()
                            && isAskedAbout(podNamespace, entry.getKey().namespace()));
        }
    }

    /** The rule that makes this version cost too much, {@code ""} for the set as a whole; absent if it does not. */
    Optional<String> costlyRule(RuleSetSource source) {
        return Optional.ofNullable(overruns.get(new RuleSetKey(source.namespace(), source.name())))
                .filter(found -> found.areAHabit() && found.areOf(source.uid(), source.generation()))
                .map(Overruns::rule);
    }

    /** The one who is told which rule set has made it a habit. Must not block. */
    void listen(Consumer<RuleSetKey> other) {
        listener = other;
    }

    /** The rule set was deleted. */
    void forget(RuleSetKey key) {
        overruns.remove(key);
    }

    private boolean isAskedAbout(String podNamespace, String ruleSetNamespace) {
        return ruleSetNamespace.equals(operatorNamespace) || ruleSetNamespace.equals(podNamespace);
    }

    private static Overruns next(@Nullable Overruns before, RuleSetReference ruleSet, String rule) {
        if (before == null || !before.uid.equals(ruleSet.uid()) || before.generation < ruleSet.generation()) {
            return new Overruns(ruleSet.uid(), ruleSet.generation(), rule, 1);
        }
        if (before.generation > ruleSet.generation()) {
            return before;
        }
        // The rule that made it a habit stays named: one message, not one for each rule in turn.
        return new Overruns(
                before.uid,
                before.generation,
                before.areAHabit() ? before.rule : rule,
                Math.min(before.times, IN_A_ROW) + 1);
    }
}
