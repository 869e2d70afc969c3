package dev.podfailure.monitoring;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podfailure.rig.FreePorts;
import dev.podfailure.rig.WatchedProcess;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** A real Prometheus on loopback that scrapes replicas of the operator each second. */
public final class PrometheusServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final WatchedProcess process;
    private final URI address;
    private final HttpClient http = HttpClient.newHttpClient();

    private PrometheusServer(WatchedProcess process, URI address) {
        this.process = process;
        this.address = address;
    }

    /**
     * A series of an answer.
     *
     * @param labels without the name of the metric
     * @param value its value now
     */
    public record Sample(Map<String, String> labels, double value) {}

    /**
     * Starts it with the rules of {@code monitoring/} and waits until it answers.
     *
     * @param folder for its files; must be empty
     * @param namespace of the operator, as the Prometheus operator would put it on each series
     * @param ports of the replicas' metrics
     */
    public static PrometheusServer start(Path folder, String namespace, List<Integer> ports) throws IOException {
        PrometheusRules.read().write(folder.resolve("rules.yaml"));
        Files.writeString(folder.resolve("prometheus.yaml"), configuration(namespace, ports));
        int port = FreePorts.next();
        WatchedProcess process = WatchedProcess.start(
                "prometheus",
                List.of(
                        PrometheusPackage.program("prometheus").toString(),
                        "--config.file=" + folder.resolve("prometheus.yaml"),
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--log.level=warn"),
                Map.of(),
                folder.resolve("prometheus.log"),
                Path.of(""));
        PrometheusServer server = new PrometheusServer(process, URI.create("http://127.0.0.1:" + port));
        try {
            await().atMost(PATIENCE).until(() -> !process.isAlive() || server.isReady());
            if (!process.isAlive()) {
                throw new AssertionError("Prometheus has ended: " + process.logTail());
            }
        } catch (RuntimeException | AssertionError e) {
            process.kill();
            throw e;
        }
        return server;
    }

    private static String configuration(String namespace, List<Integer> ports) {
        StringBuilder text = new StringBuilder("""
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: [rules.yaml]
                scrape_configs:
                  - job_name: podfailure
                    static_configs:
                """);
        for (int i = 0; i < ports.size(); i++) {
            text.append("      - {targets: ['127.0.0.1:%d'], labels: {namespace: %s, pod: podfailure-%d}}%n"
                    .formatted(ports.get(i), namespace, i));
        }
        return text.toString();
    }

    /** What an expression gives now, without what is no number. */
    public List<Sample> query(String expression) {
        JsonNode answer = get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        if (!answer.path("status").asText().equals("success")) {
            throw new AssertionError(expression + ": " + answer.path("error").asText());
        }
        return StreamSupport.stream(answer.at("/data/result").spliterator(), false)
                .map(PrometheusServer::sample)
                .filter(sample -> !Double.isNaN(sample.value()))
                .toList();
    }

    /** Every rule as Prometheus has it, with {@code name}, {@code state}, {@code health} and {@code lastError}. */
    public List<JsonNode> rules() {
        return get("/api/v1/rules").at("/data/groups").findValues("rules").stream()
                .flatMap(rules -> StreamSupport.stream(rules.spliterator(), false))
                .toList();
    }

    private static Sample sample(JsonNode series) {
        Map<String, String> labels = new TreeMap<>();
        series.path("metric")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        labels.remove("__name__");
        return new Sample(labels, Double.parseDouble(series.at("/value/1").asText()));
    }

    private boolean isReady() {
        try {
            return send("/-/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private JsonNode get(String path) {
        try {
            return JSON.readTree(send(path).body());
        } catch (IOException e) {
            throw new AssertionError("Prometheus does not answer: " + process.logTail(), e);
        }
    }

    private HttpResponse<String> send(String path) throws IOException {
        try {
            return http.send(HttpRequest.newBuilder(address.resolve(path)).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.stop();
    }
}
