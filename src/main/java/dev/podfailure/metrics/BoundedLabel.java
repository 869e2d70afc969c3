package dev.podfailure.metrics;

import io.micrometer.core.instrument.Counter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The values that a label may have: the first ones seen keep their names, all later ones are {@code _other}. */
final class BoundedLabel {
    /** Not a Kubernetes label value, so no rule set and no pod can give it. */
    static final String OTHER = "_other";

    private final int limit;
    private final Counter folded;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    /** @param folded counts the values asked for that are {@code _other} */
    BoundedLabel(int limit, Counter folded) {
        this.limit = limit;
        this.folded = folded;
    }

    String of(String value) {
        if (seen.contains(value) || admit(value)) {
            return value;
        }
        folded.increment();
        return OTHER;
    }

    private synchronized boolean admit(String value) {
        return seen.contains(value) || (seen.size() < limit && seen.add(value));
    }
}
