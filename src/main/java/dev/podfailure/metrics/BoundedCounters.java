package dev.podfailure.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Counters of one name. Once there are as many as allowed, anything new is counted under labels that the fallback
 * gives, so that nothing vanishes and no user can make the number of series grow without end. Thread-safe.
 */
final class BoundedCounters {
    private final MeterRegistry registry;
    private final String name;
    private final String help;
    private final int limit;
    private final UnaryOperator<Tags> fallback;

    /** Written under the lock on this, so that the limit is exact; read without. */
    private final Map<Tags, Counter> counters = new ConcurrentHashMap<>();

    /** @param fallback gives few distinct results; these do not count towards the limit's being reached */
    BoundedCounters(MeterRegistry registry, String name, String help, int limit, UnaryOperator<Tags> fallback) {
        this.registry = registry;
        this.name = name;
        this.help = help;
        this.limit = limit;
        this.fallback = fallback;
    }

    void increment(Tags tags) {
        counter(tags).increment();
    }

    void add(Tags tags, long amount) {
        counter(tags).increment(amount);
    }

    /** Exports the counter, at 0 if it is new. */
    void export(Tags tags) {
        counter(tags);
    }

    /** Takes counters away whose labels nobody will use again. */
    synchronized void removeIf(Predicate<Tags> unused) {
        counters.entrySet().removeIf(entry -> {
            boolean remove = unused.test(entry.getKey());
            if (remove) {
                registry.remove(entry.getValue());
            }
            return remove;
        });
    }

    private Counter counter(Tags tags) {
        Counter known = counters.get(tags);
        return known != null ? known : create(tags);
    }

    private synchronized Counter create(Tags tags) {
        Tags labels = counters.size() < limit || counters.containsKey(tags) ? tags : fallback.apply(tags);
        return counters.computeIfAbsent(
                labels, key -> Counter.builder(name).description(help).tags(key).register(registry));
    }
}
