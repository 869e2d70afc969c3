package dev.podfailure.rules;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

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
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** Guarded by this. Key: namespace/name. */
    private final TreeMap<String, CompiledRuleSet> sets = new TreeMap<>();

    private volatile Snapshot snapshot;

    public ActiveRules(Clock clock) {
        this.clock = clock;
        this.snapshot = new Snapshot(RuleBook.of(List.of()), clock.instant(), false);
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

    /** Puts a rule set in, in place of an earlier version of it. */
    public void put(CompiledRuleSet set) {
        synchronized (this) {
            sets.put(key(set.source().namespace(), set.source().name()), set);
            swap(snapshot.complete());
        }
        listeners.forEach(Runnable::run);
    }

    /** Takes a rule set out. */
    public void remove(String namespace, String name) {
        synchronized (this) {
            if (sets.remove(key(namespace, name)) == null) {
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

    private void swap(boolean complete) {
        snapshot = new Snapshot(RuleBook.of(sets.values()), clock.instant(), complete);
    }

    private static String key(String namespace, String name) {
        return namespace + "/" + name;
    }
}
