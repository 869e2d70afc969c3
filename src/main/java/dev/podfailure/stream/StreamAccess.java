package dev.podfailure.stream;

import dev.podfailure.access.AccessGuard;
import dev.podfailure.access.Credentials;
import dev.podfailure.access.Permission.WatchEvents;
import dev.podfailure.access.Refusal;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** Who may hear of which namespaces: the right in each of them, or the one for all of the cluster, which implies any. */
final class StreamAccess {
    /** Each costs a question. Somebody who asks for more should have the right for all. */
    private static final int MAX_NAMESPACES = 64;

    private final AccessGuard guard;
    private final StreamSecurity security;
    private final List<WatchEvents> everything;
    private final Duration retryAfter;

    private StreamAccess(AccessGuard guard, StreamSecurity security, Duration retryAfter) {
        this.guard = guard;
        this.security = security;
        this.everything = security.served().isEmpty() ? List.of(new WatchEvents("")) : rights(security.served());
        this.retryAfter = retryAfter;
    }

    /** Empty if everybody may hear everything. */
    static Optional<StreamAccess> of(StreamSecurity security, Duration retryAfter) {
        return security.guard().map(guard -> new StreamAccess(guard, security, retryAfter));
    }

    /**
     * Why the caller may not hear of these namespaces; empty if it may. May wait for the API server.
     *
     * @param namespaces empty for all that are served
     */
    Optional<StatusRuntimeException> refusal(Credentials credentials, Set<String> namespaces) {
        Optional<Refusal> refusal = guard.check(credentials, needed(namespaces));
        return refusal.map(refused -> StreamErrors.refused(refused, retryAfter));
    }

    /** Ends the stream when its caller may not hear of these namespaces any more. */
    void keepLooking(
            Watcher watcher,
            Credentials credentials,
            Set<String> namespaces,
            Executor executor,
            ScheduledExecutorService timer) {
        Recheck recheck = new Recheck(
                () -> refusal(credentials, namespaces), watcher::revoke, security.grace(), System::nanoTime);
        watcher.repeat(() -> recheck.soon(executor), security.recheck(), timer);
    }

    private List<WatchEvents> needed(Set<String> namespaces) {
        if (namespaces.isEmpty()) {
            return everything;
        }
        return namespaces.size() <= MAX_NAMESPACES ? rights(namespaces) : List.of(new WatchEvents(""));
    }

    private static List<WatchEvents> rights(Collection<String> namespaces) {
        return namespaces.stream().sorted().map(WatchEvents::new).toList();
    }
}
