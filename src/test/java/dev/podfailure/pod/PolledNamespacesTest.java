package dev.podfailure.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolledNamespacesTest {
    private final AtomicInteger code = new AtomicInteger(200);
    private final AtomicInteger requests = new AtomicInteger();
    private final List<String> changes = new CopyOnWriteArrayList<>();
    private volatile String team = "one";
    private HttpServer server;
    private KubernetesClient client;
    private PolledNamespaces namespaces;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .withRequestRetryBackoffLimit(0)
                .build();
        client = new KubernetesClientBuilder().withConfig(config).build();
        namespaces = new PolledNamespaces(client, Set.of("batch"), Duration.ofMillis(20));
        namespaces.onChange(changes::add);
    }

    @AfterEach
    void stop() {
        namespaces.close();
        client.close();
        server.stop(0);
    }

    @Test
    void nothingIsKnownBeforeTheFirstRead() {
        assertThat(namespaces.problem()).isEqualTo("namespaces are not read yet");
        assertThat(namespaces.of("batch")).isEmpty();
    }

    @Test
    void readsLabels() {
        start();

        assertThat(namespaces.of("batch")).contains(Map.of("team", "one"));
        assertThat(namespaces.of("another")).isEmpty();
    }

    @Test
    void readsThemAgainAndTellsAChange() {
        start();
        team = "two";

        await().until(() -> namespaces.of("batch").equals(java.util.Optional.of(Map.of("team", "two"))));
        assertThat(changes).containsExactly("batch", "batch");
    }

    @Test
    void tellsNoChangeWhereThereIsNone() {
        start();
        int before = requests.get();

        await().until(() -> requests.get() > before + 3);
        assertThat(changes).containsExactly("batch");
    }

    @Test
    void aNamespaceThatMayNotBeReadHasNoLabelsAndIsNoProblem() {
        code.set(403);

        start();

        assertThat(namespaces.of("batch")).contains(Map.of());
    }

    @Test
    void aNamespaceThatDoesNotExistIsNoProblem() {
        code.set(404);

        start();

        assertThat(namespaces.of("batch")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void nothingIsDecidedWithoutAnAnswer(int trouble) {
        code.set(trouble);
        namespaces.start();
        await().until(() -> requests.get() > 0);

        assertThat(namespaces.problem()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void whatIsKnownOutlivesAServerWithoutAnswers(int trouble) {
        start();
        code.set(trouble);
        int before = requests.get();

        await().until(() -> requests.get() > before + 1);
        assertThat(namespaces.of("batch")).contains(Map.of("team", "one"));
        assertThat(namespaces.problem()).isEmpty();
    }

    @Test
    void aRightThatComesLaterIsUsed() {
        code.set(403);
        start();

        code.set(200);

        await().until(() -> namespaces.of("batch").equals(java.util.Optional.of(Map.of("team", "one"))));
    }

    private void start() {
        namespaces.start();
        await().until(() -> namespaces.problem().isEmpty());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.incrementAndGet();
            byte[] body = """
                    {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "batch", "labels": {"team": "%s"}}}""".formatted(team).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(code.get(), body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
