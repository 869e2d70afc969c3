package dev.podfailure.access;

import java.util.LinkedHashMap;
import java.util.Map;

/** So many keys, the ones that were used last. Thread-safe. */
final class RecentKeys {
    private final Map<String, Boolean> keys;

    RecentKeys(int limit) {
        keys = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > limit;
            }
        };
    }

    synchronized void add(String key) {
        keys.put(key, true);
    }

    synchronized boolean contains(String key) {
        return keys.get(key) != null;
    }

    synchronized void remove(String key) {
        keys.remove(key);
    }
}
