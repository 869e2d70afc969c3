package dev.podfailure.stream;

import io.grpc.StatusRuntimeException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The streams that are open, within the limits. Thread-safe. */
final class Watchers {
    private final StreamSettings settings;

    /** Watchers and their peers. Guarded by this. */
    private final Map<Watcher, String> peers = new HashMap<>();

    Watchers(StreamSettings settings) {
        this.settings = settings;
    }

    /** Takes a watcher of this peer in; the error says why that is not possible. */
    synchronized Optional<StatusRuntimeException> add(Watcher watcher, String peer) {
        if (peers.size() >= settings.maxWatchers()) {
            return refusal("watchers", "there are " + peers.size() + " watches already, which is the limit");
        }
        long ofPeer = peers.values().stream().filter(peer::equals).count();
        if (ofPeer >= settings.maxWatchersPerPeer()) {
            return refusal(
                    "watchers of " + peer,
                    "there are " + ofPeer + " watches of " + peer + " already, which is the limit for one peer");
        }
        peers.put(watcher, peer);
        return Optional.empty();
    }

    synchronized void remove(Watcher watcher) {
        peers.remove(watcher);
    }

    synchronized List<Watcher> all() {
        return List.copyOf(peers.keySet());
    }

    /** Number of streams. */
    synchronized int size() {
        return peers.size();
    }

    private Optional<StatusRuntimeException> refusal(String subject, String message) {
        return Optional.of(StreamErrors.exhausted(subject, message, settings.retryAfter()));
    }
}
