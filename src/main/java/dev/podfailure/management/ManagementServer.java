package dev.podfailure.management;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP port: {@code /metrics} in the format that the client prefers, {@code /livez} and {@code /readyz} with one line
 * a check. Threads, waiting requests and the time of a request are bounded.
 */
public final class ManagementServer implements AutoCloseable {
    static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);
    private static final String METRICS = "/metrics";
    private static final int THREADS = 8;
    private static final int WAITING = 64;

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final Map<String, Function<Headers, Page>> pages;
    private final Optional<MetricsGuard> guard;

    private ManagementServer(
            HttpServer server, Map<String, Function<Headers, Page>> pages, Optional<MetricsGuard> guard) {
        this.server = server;
        this.pages = pages;
        this.guard = guard;
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(WAITING),
                task -> Thread.ofPlatform()
                        .daemon()
                        .name("http-" + number.incrementAndGet())
                        .unstarted(task));
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Starts to serve, in plain text and to everybody.
     *
     * @see #start(InetSocketAddress, MetricsPage, List, List, HttpSecurity)
     */
    public static ManagementServer start(
            InetSocketAddress address, MetricsPage metrics, List<Check> live, List<Check> ready) throws IOException {
        return start(address, metrics, live, ready, HttpSecurity.NONE);
    }

    /**
     * Starts to serve.
     *
     * @param address where; port 0 takes a free one
     * @param metrics for {@code /metrics}
     * @param live for {@code /livez}: what only a restart can mend
     * @param ready for {@code /readyz}: whether this replica does its work
     * @param security how it is protected
     * @throws IOException if the address cannot be had
     */
    public static ManagementServer start(
            InetSocketAddress address, MetricsPage metrics, List<Check> live, List<Check> ready, HttpSecurity security)
            throws IOException {
        // Read by the JDK's server once, when its first instance is made; in seconds. A user's own -D wins.
        System.getProperties().putIfAbsent("sun.net.httpserver.maxReqTime", "5");
        System.getProperties().putIfAbsent("sun.net.httpserver.maxRspTime", "30");
        System.getProperties().putIfAbsent("jdk.httpserver.maxConnections", "256");
        ManagementServer server = new ManagementServer(
                security.tls().isPresent() ? encrypted(address, security.tls().get()) : HttpServer.create(address, 0),
                Map.of(
                        METRICS,
                        request -> metrics(metrics, request),
                        "/livez",
                        request -> checks("livez", live),
                        "/readyz",
                        request -> checks("readyz", ready)),
                security.guard().map(MetricsGuard::new));
        server.start();
        return server;
    }

    private static HttpServer encrypted(InetSocketAddress address, SSLContext context) throws IOException {
        HttpsServer server = HttpsServer.create(address, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return server;
    }

    private void start() {
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** The port that it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, page(exchange));
        }
    }

    private Page page(HttpExchange exchange) {
        Function<Headers, Page> page = pages.get(exchange.getRequestURI().getPath());
        if (page == null) {
            return Page.text(HttpURLConnection.HTTP_NOT_FOUND, "there is /metrics, /livez and /readyz\n");
        }
        if (!exchange.getRequestMethod().equals("GET") && !isHead(exchange)) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            return Page.text(HttpURLConnection.HTTP_BAD_METHOD, "only GET and HEAD\n");
        }
        try {
            Optional<Page> refusal =
                    exchange.getRequestURI().getPath().equals(METRICS) ? refusal(exchange) : Optional.empty();
            return refusal.orElseGet(() -> page.apply(exchange.getRequestHeaders()));
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("path", exchange.getRequestURI().getPath())
                    .setCause(e)
                    .log("A request could not be answered");
            return Page.text(HttpURLConnection.HTTP_INTERNAL_ERROR, "internal error, see the log\n");
        }
    }

    private Optional<Page> refusal(HttpExchange exchange) {
        Optional<Page> refusal = guard.flatMap(known -> known.refusal(exchange));
        if (refusal.isPresent() && refusal.get().status() == HttpURLConnection.HTTP_UNAUTHORIZED) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
        }
        return refusal;
    }

    private static void send(HttpExchange exchange, Page page) throws IOException {
        boolean compress = AcceptHeader.of(exchange.getRequestHeaders().get("Accept-Encoding"))
                .names("gzip");
        byte[] plain = page.body().getBytes(StandardCharsets.UTF_8);
        byte[] body = compress ? compressed(plain) : plain;
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", page.contentType());
        headers.set("Vary", "Accept, Accept-Encoding");
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        if (compress) {
            headers.set("Content-Encoding", "gzip");
        }
        if (isHead(exchange)) {
            headers.set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(page.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(page.status(), body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static boolean isHead(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("HEAD");
    }

    private static Page metrics(MetricsPage metrics, Headers request) {
        AcceptHeader accept = AcceptHeader.of(request.get("Accept"));
        double openMetrics = accept.qualityOf("application/openmetrics-text").orElse(0);
        boolean preferred =
                openMetrics > 0 && openMetrics >= accept.qualityOf("text/plain").orElse(0);
        String contentType = preferred ? OPEN_METRICS : TEXT;
        return new Page(HttpURLConnection.HTTP_OK, contentType, metrics.render(contentType));
    }

    private static Page checks(String name, List<Check> checks) {
        StringBuilder lines = new StringBuilder();
        boolean passed = true;
        for (Check check : checks) {
            String problem = check.ask();
            passed &= problem.isEmpty();
            lines.append(
                            problem.isEmpty()
                                    ? "[+]" + check.name() + " ok"
                                    : "[-]" + check.name() + " failed: " + problem)
                    .append('\n');
        }
        lines.append(name)
                .append(" check ")
                .append(passed ? "passed" : "failed")
                .append('\n');
        return Page.text(passed ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_UNAVAILABLE, lines.toString());
    }

    private static byte[] compressed(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        }
        return bytes.toByteArray();
    }
}
