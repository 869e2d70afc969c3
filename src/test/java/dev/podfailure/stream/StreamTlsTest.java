package dev.podfailure.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.access.AccessGuard;
import dev.podfailure.access.FakeReviews;
import dev.podfailure.access.Permission.WatchEvents;
import dev.podfailure.events.v1alpha1.WatchRequest;
import dev.podfailure.rig.TestAuthority;
import dev.podfailure.tls.Authorities;
import dev.podfailure.tls.KeyPairFiles;
import dev.podfailure.tls.ReloadListener;
import dev.podfailure.tls.TlsIdentity;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ServerCredentials;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stream over TLS, as clients meet it. */
class StreamTlsTest {
    private static final WatchRequest LIVE = WatchRequest.getDefaultInstance();

    private final TestAuthority authority = new TestAuthority("servers");
    private final TestAuthority clients = new TestAuthority("clients");
    private final List<ManagedChannel> channels = new ArrayList<>();
    private final List<StreamServer> servers = new ArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TlsIdentity identity;

    @BeforeEach
    void issue() throws Exception {
        authority.issue("CN=first").write(folder);
        authority.write(folder.resolve("ca.crt"));
        identity = new TlsIdentity(pair(), ReloadListener.NONE);
    }

    @AfterEach
    void stop() {
        channels.forEach(ManagedChannel::shutdownNow);
        servers.forEach(StreamServer::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void servesAClientThatTrustsTheAuthority(String algorithm) throws Exception {
        authority.issue("CN=server", algorithm).write(folder);
        identity.look();
        StreamServer server = start(tls(), Optional.empty());

        StreamClient client = StreamClient.reading(channel(server, trusting("ca.crt")), LIVE);

        await().until(client::isLive);
    }

    @Test
    void refusesPlainText() throws Exception {
        StreamServer server = start(tls(), Optional.empty());

        assertUnavailable(server, InsecureChannelCredentials.create());
    }

    @Test
    void isNotTrustedByAClientOfAnotherAuthority() throws Exception {
        clients.write(folder.resolve("other.crt"));
        StreamServer server = start(tls(), Optional.empty());

        assertUnavailable(server, trusting("other.crt"));
    }

    @Test
    void showsANewCertificateToNewConnectionsAndKeepsTheOpenStreams() throws Exception {
        StreamServer server = start(tls(), Optional.empty());
        StreamClient before = StreamClient.reading(channel(server, trusting("ca.crt")), LIVE);
        await().until(before::isLive);
        TestAuthority next = new TestAuthority("next");
        next.issue("CN=second").write(folder);
        next.write(folder.resolve("next.crt"));

        identity.look();

        StreamClient after = StreamClient.reading(channel(server, trusting("next.crt")), LIVE);
        await().until(after::isLive);
        assertUnavailable(server, trusting("ca.crt"));
        assertThat(before.error()).isEmpty();
    }

    @Test
    void goesOnWithTheOldCertificateWhenTheNewOneIsBroken() throws Exception {
        StreamServer server = start(tls(), Optional.empty());
        Files.writeString(folder.resolve("tls.key"), "broken");

        identity.look();

        StreamClient client = StreamClient.reading(channel(server, trusting("ca.crt")), LIVE);
        await().until(client::isLive);
    }

    @Test
    void asksForACertificateOfTheClient() throws Exception {
        StreamServer server = start(mutualTls(), Optional.empty());

        assertUnavailable(server, trusting("ca.crt"));
        assertUnavailable(server, showing(authority.issue("CN=dash")));
        StreamClient client = StreamClient.reading(channel(server, showing(clients.issue("CN=dash"))), LIVE);
        await().until(client::isLive);
    }

    @Test
    void judgesTheSubjectOfTheClientsCertificate() throws Exception {
        FakeReviews cluster = new FakeReviews().grant("dash", new WatchEvents(""));
        StreamServer server = start(mutualTls(), Optional.of(cluster.guardOfCertificates()));

        StreamClient dash = StreamClient.reading(channel(server, showing(clients.issue("CN=dash"))), LIVE);
        StreamClient other = StreamClient.reading(channel(server, showing(clients.issue("CN=other"))), LIVE);

        await().until(dash::isLive);
        await().untilAsserted(() -> assertThat(other.code()).contains(Status.Code.PERMISSION_DENIED));
    }

    private ServerCredentials tls() {
        return TlsServerCredentials.newBuilder()
                .keyManager(identity.keyManager())
                .build();
    }

    private ServerCredentials mutualTls() throws Exception {
        Authorities trusted = Authorities.ofClients(clients.write(folder.resolve("clients.crt")), ReloadListener.NONE);
        return TlsServerCredentials.newBuilder()
                .keyManager(identity.keyManager())
                .trustManager(trusted.trustManager())
                .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
                .build();
    }

    private StreamServer start(ServerCredentials transport, Optional<AccessGuard> guard) throws IOException {
        FailureEventLog log = new FailureEventLog(
                EventContent.of("c"), new LogSettings(100, true, Duration.ofSeconds(10)), Clock.systemUTC());
        StreamServer server = new StreamServer(
                0,
                log,
                PodHistory.NONE,
                StreamSettings.DEFAULT.withAddress("127.0.0.1"),
                new StreamSecurity(transport, guard, Set.of(), Duration.ofMinutes(1), Duration.ofMinutes(1)),
                Clock.systemUTC());
        servers.add(server);
        server.start();
        server.serving(true);
        return server;
    }

    private KeyPairFiles pair() {
        return new KeyPairFiles(folder.resolve("tls.crt"), folder.resolve("tls.key"));
    }

    private ChannelCredentials trusting(String file) throws IOException {
        return TlsChannelCredentials.newBuilder()
                .trustManager(folder.resolve(file).toFile())
                .build();
    }

    private ChannelCredentials showing(TestAuthority.Issued issued) throws Exception {
        Path own = Files.createTempDirectory(folder, "client");
        issued.write(own);
        return TlsChannelCredentials.newBuilder()
                .trustManager(folder.resolve("ca.crt").toFile())
                .keyManager(
                        own.resolve("tls.crt").toFile(), own.resolve("tls.key").toFile())
                .build();
    }

    private ManagedChannel channel(StreamServer server, ChannelCredentials credentials) {
        ManagedChannel channel = Grpc.newChannelBuilder("127.0.0.1:" + server.port(), credentials)
                .build();
        channels.add(channel);
        return channel;
    }

    private void assertUnavailable(StreamServer server, ChannelCredentials credentials) {
        StreamClient client = StreamClient.reading(channel(server, credentials), LIVE);
        await().untilAsserted(() -> assertThat(client.code()).contains(Status.Code.UNAVAILABLE));
    }
}
