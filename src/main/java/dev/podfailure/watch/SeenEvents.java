package dev.podfailure.watch;

import java.util.LinkedHashMap;
import java.util.Map;

/** Which events were told already: delivery is at least once. Not thread-safe. */
final class SeenEvents {
    private final Map<String, Integer> revisions;

    /** @param capacity how many events to remember; the earliest are forgotten */
    SeenEvents(int capacity) {
        this.revisions = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
                return size() > capacity;
            }
        };
    }

    /** Takes note of an event. Returns whether it, or a later revision of it, was not there yet. */
    boolean add(String eventId, int revision) {
        Integer known = revisions.get(eventId);
        if (known != null && known >= revision) {
            return false;
        }
        revisions.put(eventId, revision);
        return true;
    }
}
