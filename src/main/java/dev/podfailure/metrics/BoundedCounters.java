package dev.podfailure.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Counters of one name. Once there are as many as allowed, anything new is counted under labels that the fold gives, so
 * that nothing vanishes and no user can make the number of series grow without end. Thread-safe.
 */
final class BoundedCounters {
    private final MeterRegistry registry;
    private final String name;
    private final String help;
    private final int limit;
    private final UnaryOperator<Tags> fold;

    /** New ones come under the lock on this, so that the limit is exact. Each is counted and taken away by the map alone. */
    private final Map<Tags, Counter> counters = new ConcurrentHashMap<>();

    /** @param fold asked at each count for which there is no room; gives few distinct labels, whatever the limit */
    BoundedCounters(MeterRegistry registry, String name, String help, int limit, UnaryOperator<Tags> fold) {
        this.registry = registry;
        this.name = name;
        this.help = help;
        this.limit = limit;
        this.fold = fold;
    }

    void increment(Tags tags) {
        if (!incrementKnown(tags)) {
            incrementNew(tags);
        }
    }

    /** Exports the counter, at 0 if it is new, if there is room for it. */
    synchronized void export(Tags tags) {
        if (hasRoom(tags)) {
            counters.computeIfAbsent(tags, this::register);
        }
    }

    /**
     * Exports these counters at 0 before anything is counted: the first count of a series that was not there before is no
     * increase to Prometheus. Half of the room is kept for what nobody expected; earlier ones come first. Takes away what
     * was expected once and has counted nothing.
     */
    synchronized void expect(Collection<Tags> expected) {
        Set<Tags> known = new HashSet<>(expected);
        counters.keySet().stream().filter(tags -> !known.contains(tags)).forEach(this::removeUnused);
        for (Tags tags : expected) {
            if (counters.size() >= limit / 2) {
                return;
            }
            counters.computeIfAbsent(tags, this::register);
        }
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

    private boolean incrementKnown(Tags tags) {
        return counters.computeIfPresent(tags, (key, counter) -> {
                    counter.increment();
                    return counter;
                })
                != null;
    }

    private synchronized void incrementNew(Tags tags) {
        counters.compute(hasRoom(tags) ? tags : fold.apply(tags), (labels, known) -> {
            Counter counter = known == null ? register(labels) : known;
            counter.increment();
            return counter;
        });
    }

    private boolean hasRoom(Tags tags) {
        return counters.size() < limit || counters.containsKey(tags);
    }

    private void removeUnused(Tags tags) {
        counters.computeIfPresent(tags, (key, counter) -> {
            if (counter.count() > 0) {
                return counter;
            }
            registry.remove(counter);
            return null;
        });
    }

    private Counter register(Tags tags) {
        return Counter.builder(name).description(help).tags(tags).register(registry);
    }
}
