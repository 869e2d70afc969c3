package dev.podfailure.rules;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The rule book in use, swapped as a whole whenever a rule set changes. Readers see one immutable {@link Snapshot};
 * writers are serialised.
 */
public final class ActiveRules {

    /**
     * The rules at one moment.
     *
     * @param book the rules
     * @param since when the book last changed
     * @param complete whether every rule set that the cluster had at the start is in it; nothing is decided before
     */
    public record Snapshot(RuleBook book, Instant since, boolean complete) {}

    private final Clock clock;
    private final String defaultCategory;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** Guarded by this. Key: namespace/name. */
    private final TreeMap<String, CompiledRuleSet> sets = new TreeMap<>();

    private volatile Snapshot snapshot;

    public ActiveRules(Clock clock) {
        this(clock, RuleBook.DEFAULT_CATEGORY);
    }

    /** @param defaultCategory as in {@link RuleBook#of(Collection, String)} */
    public ActiveRules(Clock clock, String defaultCategory) {
        this.clock = clock;
        this.defaultCategory = defaultCategory;
        this.snapshot = new Snapshot(RuleBook.of(List.of(), defaultCategory), clock.instant(), false);
    }

    /** The rules now. */
    public Snapshot current() {
        return snapshot;
    }

    /** Calls the listener after each change of the book, on the thread that changed it. It must not block. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Puts in the first full listing of the cluster's rule sets. From here on pods may be decided. */
    public void start(Collection<CompiledRuleSet> all) {
        synchronized (this) {
            sets.clear();
            all.forEach(
                    set -> sets.put(key(set.source().namespace(), set.source().name()), set));
            swap(true);
        }
        listeners.forEach(Runnable::run);
    }

    /**
     * Puts a rule set in, in place of an earlier version of it. The book stays as it is if that changes no rule in use: the
     * version was in it already (an informer tells everything again after a relist, and a new status is no new generation),
     * or neither version is accepted.
     */
    public void put(CompiledRuleSet set) {
        synchronized (this) {
            CompiledRuleSet earlier =
                    sets.put(key(set.source().namespace(), set.source().name()), set);
            if (sameRules(earlier, set)) {
                return;
            }
            swap(snapshot.complete());
        }
        listeners.forEach(Runnable::run);
    }

    /** Takes a rule set out. */
    public void remove(String namespace, String name) {
        synchronized (this) {
            CompiledRuleSet earlier = sets.remove(key(namespace, name));
            if (earlier == null || !earlier.accepted()) {
                return;
            }
            swap(snapshot.complete());
        }
        listeners.forEach(Runnable::run);
    }

    /** The compiled rule set of this name, if there is one. */
    public synchronized Optional<CompiledRuleSet> find(String namespace, String name) {
        return Optional.ofNullable(sets.get(key(namespace, name)));
    }

    /** Every compiled rule set, accepted or not. */
    public synchronized List<CompiledRuleSet> all() {
        return new ArrayList<>(sets.values());
    }

    private static boolean sameRules(@Nullable CompiledRuleSet earlier, CompiledRuleSet later) {
        if (earlier == null || !earlier.accepted()) {
            return !later.accepted();
        }
        return later.accepted()
                && earlier.source().uid().equals(later.source().uid())
                && earlier.source().generation() == later.source().generation();
    }

    private void swap(boolean complete) {
        snapshot = new Snapshot(RuleBook.of(sets.values(), defaultCategory), clock.instant(), complete);
    }

    private static String key(String namespace, String name) {
        return namespace + "/" + name;
    }
}
