package dev.podfailure.management;

import com.sun.net.httpserver.HttpExchange;
import dev.podfailure.access.AccessGuard;
import dev.podfailure.access.Credentials;
import dev.podfailure.access.Permission;
import dev.podfailure.access.Refusal;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Turns away from {@code /metrics} whoever may not read it. */
final class MetricsGuard {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final List<Permission> NEEDED = List.of(new Permission.GetPath("/metrics"));

    /** Fewer than there are threads: the checks of health are answered while the API server is slow. */
    private final Semaphore room = new Semaphore(4);

    private final AccessGuard guard;

    MetricsGuard(AccessGuard guard) {
        this.guard = guard;
    }

    /** The answer to somebody who may not read; empty for whoever may. */
    Optional<Page> refusal(HttpExchange exchange) {
        if (!room.tryAcquire()) {
            return Optional.of(Page.text(HttpURLConnection.HTTP_UNAVAILABLE, "others wait for the API server\n"));
        }
        try {
            return guard.check(credentials(exchange), NEEDED)
                    .map(refusal -> Page.text(status(refusal.kind()), refusal.message() + "\n"));
        } finally {
            room.release();
        }
    }

    private static Credentials credentials(HttpExchange exchange) {
        return Credentials.ofHeader(
                Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), ""),
                Optional.empty(),
                exchange.getRemoteAddress().getAddress().getHostAddress());
    }

    private static int status(Refusal.Kind kind) {
        return switch (kind) {
            case UNAUTHENTICATED -> HttpURLConnection.HTTP_UNAUTHORIZED;
            case FORBIDDEN -> HttpURLConnection.HTTP_FORBIDDEN;
            case THROTTLED -> TOO_MANY_REQUESTS;
            case UNAVAILABLE -> HttpURLConnection.HTTP_UNAVAILABLE;
        };
    }
}
