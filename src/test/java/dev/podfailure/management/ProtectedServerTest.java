package dev.podfailure.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podfailure.access.AccessGuard;
import dev.podfailure.access.FakeReviews;
import dev.podfailure.access.Permission;
import dev.podfailure.access.TestToken;
import dev.podfailure.rig.TestAuthority;
import dev.podfailure.tls.Authorities;
import dev.podfailure.tls.KeyPairFiles;
import dev.podfailure.tls.ReloadListener;
import dev.podfailure.tls.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /metrics} that not everybody may read, and HTTPS. */
class ProtectedServerTest {
    private final FakeReviews cluster = new FakeReviews();

    @ParameterizedTest
    @CsvSource({"/livez, 200", "/readyz, 200", "/, 404", "/metrics, 401", "/metrics/, 404", "//metrics, 404"})
    void asksForATokenForTheMetricsAlone(String path, int status) throws Exception {
        try (ManagementServer server = start(Optional.empty(), cluster.guard())) {
            HttpResponse<String> answer = get(HttpClient.newHttpClient(), "http", server, path, "");

            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.body()).doesNotContain("the metrics");
        }
    }

    @Test
    void saysWhatIsAskedFor() throws Exception {
        try (ManagementServer server = start(Optional.empty(), cluster.guard())) {
            HttpResponse<String> answer = get(HttpClient.newHttpClient(), "http", server, "/metrics", "");

            assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
            assertThat(answer.body())
                    .isEqualTo("there is no bearer token; one for the audience podfailure.dev is asked for\n");
        }
    }

    @Test
    void letsReadWhoMay() throws Exception {
        String token =
                cluster.grant("prometheus", new Permission.GetPath("/metrics")).accept("prometheus");
        try (ManagementServer server = start(Optional.empty(), cluster.guard())) {
            assertThat(status(server, token)).isEqualTo(200);
            assertThat(status(server, cluster.accept("other"))).isEqualTo(403);
            cluster.gone(true);
            assertThat(status(server, token)).isEqualTo(503);
        }
    }

    @Test
    void turnsAFloodAway() throws Exception {
        try (ManagementServer server = start(Optional.empty(), cluster.guard())) {
            for (int i = 0; i < 20; i++) {
                status(server, TestToken.of("bad-" + i));
            }

            assertThat(status(server, TestToken.of("bad"))).isEqualTo(429);
        }
    }

    @Test
    void speaksHttpsWithACertificateThatChanges(@TempDir Path folder) throws Exception {
        TestAuthority authority = new TestAuthority("servers");
        Path trusted = authority.write(folder.resolve("ca.crt"));
        authority.issue("CN=first").write(folder);
        TlsIdentity identity = new TlsIdentity(
                new KeyPairFiles(folder.resolve("tls.crt"), folder.resolve("tls.key")), ReloadListener.NONE);
        try (ManagementServer server = start(Optional.of(identity.context()), new FakeReviews().guard())) {
            assertThat(get(trusting(trusted), "https", server, "/livez", "").statusCode())
                    .isEqualTo(200);

            TestAuthority next = new TestAuthority("next");
            next.issue("CN=second").write(folder);
            identity.look();

            Path newlyTrusted = next.write(folder.resolve("next.crt"));
            assertThat(get(trusting(newlyTrusted), "https", server, "/livez", "")
                            .statusCode())
                    .isEqualTo(200);
            assertThatThrownBy(() -> get(trusting(trusted), "https", server, "/livez", ""))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> get(HttpClient.newHttpClient(), "http", server, "/livez", ""))
                    .isInstanceOf(IOException.class);
        }
    }

    private static ManagementServer start(Optional<SSLContext> tls, AccessGuard guard) throws IOException {
        return ManagementServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                contentType -> "the metrics",
                List.of(),
                List.of(),
                new HttpSecurity(tls, Optional.of(guard)));
    }

    private static HttpClient trusting(Path authority) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {Authorities.ofServers(authority).trustManager()}, null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static int status(ManagementServer server, String token) throws Exception {
        return get(HttpClient.newHttpClient(), "http", server, "/metrics", token)
                .statusCode();
    }

    private static HttpResponse<String> get(
            HttpClient client, String scheme, ManagementServer server, String path, String token) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(scheme + "://localhost:" + server.port() + path));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try (client) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }
}
