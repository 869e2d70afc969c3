package dev.podfailure.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The values that a label may have: the first ones seen keep their names, all later ones are {@code _other}. */
final class BoundedLabel {
    /** Not a Kubernetes label value, so no rule set can give it. */
    static final String OTHER = "_other";

    private final int limit;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    BoundedLabel(int limit) {
        this.limit = limit;
    }

    String of(String value) {
        return seen.contains(value) || admit(value) ? value : OTHER;
    }

    private synchronized boolean admit(String value) {
        return seen.contains(value) || (seen.size() < limit && seen.add(value));
    }
}
