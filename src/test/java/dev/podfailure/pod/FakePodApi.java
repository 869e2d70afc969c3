package dev.podfailure.pod;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * One pod behind HTTP, with the answers that a real API server gives only on a bad day. mockwebserver 7.9 cannot cut a
 * connection after it has taken the request, which is the case that matters most here.
 */
final class FakePodApi implements AutoCloseable {

    /**
     * What to do with the next patch, in place of the usual.
     *
     * @param applies whether the patch is written
     * @param code status of the answer; 0 cuts the connection instead
     */
    record Trouble(boolean applies, int code, String body, Map<String, String> headers) {
        static Trouble answer(int code) {
            return new Trouble(false, code, "{}", Map.of());
        }

        static Trouble answer(int code, String body) {
            return new Trouble(false, code, body, Map.of());
        }

        static Trouble resetAfterCommit() {
            return new Trouble(true, 0, "", Map.of());
        }

        static Trouble resetBeforeCommit() {
            return new Trouble(false, 0, "", Map.of());
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KubernetesSerialization MODEL = new KubernetesSerialization();

    final List<ObjectNode> patches = new ArrayList<>();
    final List<String> requests = new ArrayList<>();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final KubernetesClient client;

    // All that follows is guarded by this.

    private @Nullable ObjectNode pod;
    private final Deque<Trouble> troubles = new ArrayDeque<>();
    private int readFailures;
    private Runnable beforePatch = () -> {};

    FakePodApi(Pod pod) {
        this.pod = MODEL.convertValue(pod, ObjectNode.class);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .withRequestRetryBackoffLimit(0)
                .withRequestTimeout(2_000)
                .build();
        client = new KubernetesClientBuilder().withConfig(config).build();
    }

    KubernetesClient client() {
        return client;
    }

    /** Queues what happens to a coming patch. */
    synchronized FakePodApi trouble(Trouble trouble) {
        troubles.addLast(trouble);
        return this;
    }

    /** Answers 503 to that many reads. */
    synchronized FakePodApi failReads(int times) {
        readFailures = times;
        return this;
    }

    /** Runs before each patch is looked at. */
    synchronized void beforePatch(Runnable action) {
        beforePatch = action;
    }

    /** Changes the pod as somebody else would. */
    synchronized void touch(String resourceVersion) {
        metadata().put("resourceVersion", resourceVersion);
    }

    synchronized void remove() {
        pod = null;
    }

    synchronized Optional<Pod> stored() {
        return Optional.ofNullable(pod).map(stored -> MODEL.convertValue(stored, Pod.class));
    }

    private ObjectNode metadata() {
        if (pod == null) {
            throw new IllegalStateException("the pod is gone");
        }
        return (ObjectNode) pod.required("metadata");
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            if (exchange.getRequestMethod().equals("PATCH")) {
                patch(exchange);
            } else if (exchange.getRequestURI().getPath().endsWith("/events")) {
                answer(exchange, 200, "{\"kind\":\"EventList\",\"apiVersion\":\"v1\",\"items\":[]}");
            } else if (readFailures > 0) {
                readFailures--;
                answer(exchange, 503, "{}");
            } else {
                answer(exchange, pod == null ? 404 : 200, pod == null ? "{}" : pod.toString());
            }
        }
    }

    private void patch(HttpExchange exchange) throws IOException {
        ObjectNode patch = (ObjectNode) JSON.readTree(exchange.getRequestBody());
        patches.add(patch);
        beforePatch.run();
        Trouble trouble = troubles.poll();
        if (trouble == null) {
            int code = code(patch);
            if (code == 200) {
                apply(patch);
            }
            answer(exchange, code, code == 200 && pod != null ? pod.toString() : "{}");
            return;
        }
        if (trouble.applies()) {
            apply(patch);
        }
        if (trouble.code() != 0) {
            trouble.headers().forEach(exchange.getResponseHeaders()::add);
            answer(exchange, trouble.code(), trouble.body());
        }
    }

    private int code(ObjectNode patch) {
        if (pod == null) {
            return 404;
        }
        String expected = patch.at("/metadata/resourceVersion").asText();
        return expected.equals(metadata().path("resourceVersion").asText()) ? 200 : 409;
    }

    private void apply(ObjectNode patch) {
        ObjectNode annotations = metadata().withObject("/annotations");
        patch.at("/metadata/annotations").properties().forEach(entry -> {
            if (entry.getValue().isNull()) {
                annotations.remove(entry.getKey());
            } else {
                annotations.set(entry.getKey(), entry.getValue());
            }
        });
        long version = metadata().path("resourceVersion").asLong();
        metadata().put("resourceVersion", Long.toString(version + 1));
    }

    private static void answer(HttpExchange exchange, int code, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        client.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
