package dev.podfailure.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementServerTest {
    private static final String PROMETHEUS_3 = "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
            + "application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,"
            + "text/plain;version=0.0.4;q=0.2,*/*;q=0.1";

    private final HttpClient client = HttpClient.newHttpClient();
    private volatile String rules = "";
    private ManagementServer server;

    @BeforeEach
    void start() throws IOException {
        server = ManagementServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                contentType -> contentType + "\n",
                List.of(new Check("informers", () -> "")),
                List.of(new Check("rules", () -> rules), new Check("pods", () -> "")));
    }

    @AfterEach
    void stop() {
        server.close();
        client.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(20));
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void readinessNamesEachCheck() throws IOException, InterruptedException {
        HttpResponse<String> response = get("/readyz");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("""
                        [+]rules ok
                        [+]pods ok
                        readyz check passed
                        """);
    }

    @Test
    void readinessSaysWhatIsMissing() throws IOException, InterruptedException {
        rules = "rule sets are not listed yet";

        HttpResponse<String> response = get("/readyz?verbose");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEqualTo("""
                        [-]rules failed: rule sets are not listed yet
                        [+]pods ok
                        readyz check failed
                        """);
    }

    @Test
    void livenessDoesNotDependOnReadiness() throws IOException, InterruptedException {
        rules = "rule sets are not listed yet";

        assertThat(get("/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void aCheckThatThrowsHasFailed() {
        assertThat(new Check("odd", () -> {
                            throw new IllegalStateException("closed");
                        })
                        .ask())
                .isEqualTo("java.lang.IllegalStateException: closed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                PROMETHEUS_3 + " | " + ManagementServer.OPEN_METRICS,
                "application/openmetrics-text | " + ManagementServer.OPEN_METRICS,
                "application/openmetrics-text;q=0.1,text/plain | " + ManagementServer.TEXT,
                "application/openmetrics-text;q=0 | " + ManagementServer.TEXT,
                "text/plain;version=0.0.4 | " + ManagementServer.TEXT,
                "text/html,*/*;q=0.8 | " + ManagementServer.TEXT,
                "application/vnd.google.protobuf;encoding=delimited | " + ManagementServer.TEXT,
            })
    void metricsComeInTheFormatThatTheClientPrefers(String accept, String contentType)
            throws IOException, InterruptedException {
        HttpResponse<String> response = get("/metrics", "Accept", accept);

        assertThat(response.headers().firstValue("Content-Type")).hasValue(contentType);
        assertThat(response.body()).isEqualTo(contentType + "\n");
    }

    @Test
    void metricsComeAsTextIfNobodyAsks() throws IOException, InterruptedException {
        assertThat(get("/metrics").headers().firstValue("Content-Type")).hasValue(ManagementServer.TEXT);
    }

    @Test
    void compressesIfAsked() throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(
                request("/metrics").header("Accept-Encoding", "gzip").build(), BodyHandlers.ofByteArray());

        assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
        try (GZIPInputStream body = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(ManagementServer.TEXT + "\n");
        }
    }

    @Test
    void headHasTheHeadersOfGetAndNoBody() throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(
                request("/metrics").method("HEAD", BodyPublishers.noBody()).build(), BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValueAsLong("Content-Length")).hasValue(ManagementServer.TEXT.length() + 1L);
        assertThat(response.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/metrics/", "/metricsz", "/readyz/rules", "/../livez"})
    void knowsNoOtherPath(String path) throws IOException, InterruptedException {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
    void knowsNoOtherMethod(String method) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(
                request("/metrics").method(method, BodyPublishers.ofString("x")).build(), BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    @Test
    void aPageThatFailsIsAnErrorAndNotTheEnd() throws IOException, InterruptedException {
        try (ManagementServer broken = ManagementServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                contentType -> {
                    throw new IllegalStateException("no");
                },
                List.of(),
                List.of())) {
            URI address = URI.create("http://127.0.0.1:" + broken.port());

            assertThat(client.send(
                                    HttpRequest.newBuilder(address.resolve("/metrics"))
                                            .build(),
                                    BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(500);
            assertThat(client.send(
                                    HttpRequest.newBuilder(address.resolve("/livez"))
                                            .build(),
                                    BodyHandlers.ofString())
                            .body())
                    .isEqualTo("livez check passed\n");
        }
    }

    @Test
    void clientsThatNeverFinishTheirRequestAreDropped() throws IOException, InterruptedException {
        List<Socket> idlers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Socket idler = new Socket(InetAddress.getLoopbackAddress(), server.port());
            idler.getOutputStream().write("GET /livez HT".getBytes(StandardCharsets.US_ASCII));
            idlers.add(idler);
        }

        assertThat(get("/livez").statusCode()).isEqualTo(200);
        for (Socket idler : idlers) {
            idler.close();
        }
    }

    @Test
    void aPortThatIsTakenIsAnError() {
        InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());

        assertThatThrownBy(() -> ManagementServer.start(taken, contentType -> "", List.of(), List.of()))
                .isInstanceOf(BindException.class);
    }
}
