package dev.podfailure.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks now and then whether the API server answers, for readiness: an operator that nobody answers does not do its work. One
 * lost request is no outage, and the first answer ends one.
 */
final class ApiServerProbe implements AutoCloseable {
    /** Failures in a row that make an outage: some 15 s. */
    static final int OUTAGE = 3;

    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(4);

    /** How the API server is asked. */
    interface Request {
        /** What is wrong; {@code ""} for nothing. */
        String problem() throws InterruptedException;
    }

    private final Request request;
    private Runnable onReturn = () -> {};
    private int failures;
    private @Nullable Thread thread;
    private volatile String problem = "";

    /** Asks by {@code GET /version}, which everybody with a token may. */
    ApiServerProbe(KubernetesClient client) {
        this(() -> ask(client));
    }

    ApiServerProbe(Request request) {
        this.request = request;
    }

    /**
     * Begins to ask.
     *
     * @param newOnReturn called when an outage is over; must not block
     */
    void start(Runnable newOnReturn) {
        onReturn = newOnReturn;
        thread = Thread.ofVirtual().name("api-server-probe").start(() -> {
            try {
                while (true) {
                    Thread.sleep(INTERVAL);
                    probe();
                }
            } catch (InterruptedException e) {
                // Closed.
            }
        });
    }

    /** What is wrong; {@code ""} for nothing. */
    String problem() {
        return problem;
    }

    /** Asks once. */
    void probe() throws InterruptedException {
        String found = request.problem();
        failures = found.isEmpty() ? 0 : failures + 1;
        boolean over = failures == 0 && !problem.isEmpty();
        problem = failures < OUTAGE ? "" : "the API server does not answer: " + found;
        if (over) {
            onReturn.run();
        }
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private static String ask(KubernetesClient client) throws InterruptedException {
        HttpRequest version = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(client.getMasterUrl() + "version")
                .timeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .build();
        try {
            HttpResponse<String> answer = client.getHttpClient()
                    .sendAsync(version, String.class)
                    .get(TIMEOUT.plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
            return answer.code() < 500 ? "" : "status " + answer.code();
        } catch (TimeoutException e) {
            return "no answer within " + TIMEOUT.toSeconds() + " s";
        } catch (ExecutionException e) {
            return String.valueOf(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
        }
    }
}
