package dev.podfailure.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podfailure.client.ClientTls;
import dev.podfailure.events.v1alpha1.PublishRequest;
import dev.podfailure.rig.TestAuthority;
import dev.podfailure.tls.KeyPairFiles;
import dev.podfailure.tls.UnusableFileException;
import io.grpc.ServerCredentials;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkChannelTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @TempDir
    private Path own;

    private final TestAuthority authority = new TestAuthority("ours");
    private ReferenceReceiver receiver;
    private Path trusted;
    private Path token;

    @BeforeEach
    void start() throws IOException {
        authority.issue("CN=receiver").write(folder);
        ServerCredentials credentials = TlsServerCredentials.create(
                folder.resolve("tls.crt").toFile(), folder.resolve("tls.key").toFile());
        receiver = ReferenceReceiver.start(credentials);
        trusted = authority.write(folder.resolve("ca.crt"));
        token = Files.writeString(folder.resolve("token"), "first\n");
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    @Test
    void pushesOverTlsWithAToken() throws UnusableFileException {
        assertThat(publish(target("localhost", trusted))).isInstanceOf(Answer.Taken.class);
        assertThat(receiver.authorizations()).containsExactly("Bearer first");
    }

    @Test
    void readsTheTokenForEachCall() throws UnusableFileException, IOException {
        try (SinkChannel channel = new SinkChannel(target("localhost", trusted), TIMEOUT)) {
            channel.publish(PublishRequest.getDefaultInstance());
            Files.writeString(token, "second");
            channel.publish(PublishRequest.getDefaultInstance());
        }
        assertThat(receiver.authorizations()).containsExactly("Bearer first", "Bearer second");
    }

    @Test
    void saysThatTheTokenCannotBeRead() throws UnusableFileException, IOException {
        try (SinkChannel channel = new SinkChannel(target("localhost", trusted), TIMEOUT)) {
            Files.delete(token);

            assertThat(channel.publish(PublishRequest.getDefaultInstance()))
                    .isInstanceOfSatisfying(Answer.Failed.class, failed -> {
                        assertThat(failed.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
                        assertThat(failed.message()).contains(token.toString());
                    });
        }
        assertThat(receiver.authorizations()).isEmpty();
    }

    @Test
    void showsATokenToNobodyWhoseCertificateIsOfAnotherAuthority() throws UnusableFileException {
        Path others = new TestAuthority("others").write(folder.resolve("others.crt"));

        assertThat(publish(target("localhost", others)))
                .isInstanceOfSatisfying(
                        Answer.Failed.class, failed -> assertThat(failed.code()).isEqualTo(Status.Code.UNAVAILABLE));
        assertThat(receiver.authorizations()).isEmpty();
    }

    @RepeatedTest(10)
    void trustsNewAuthoritiesOnceTheyAreInTheFile() throws UnusableFileException {
        Path file = new TestAuthority("others").write(folder.resolve("changing.crt"));
        try (SinkChannel channel = new SinkChannel(target("localhost", file), TIMEOUT)) {
            assertThat(channel.publish(PublishRequest.getDefaultInstance())).isInstanceOf(Answer.Failed.class);

            authority.write(file);

            assertThat(channel.publish(PublishRequest.getDefaultInstance())).isInstanceOf(Answer.Taken.class);
        }
    }

    @Test
    void showsItsCertificateToAReceiverThatAsksForOne() throws UnusableFileException, IOException {
        authority.issue("CN=podfailure").write(own);
        try (ReferenceReceiver asking = ReferenceReceiver.startAskingForCertificates(folder, trusted)) {
            assertThat(publish(showing(asking))).isInstanceOf(Answer.Taken.class);
        }
    }

    @Test
    void isTurnedAwayWithACertificateOfAnotherAuthorityUntilThereIsANewOne() throws UnusableFileException, IOException {
        new TestAuthority("others").issue("CN=podfailure").write(own);
        try (ReferenceReceiver asking = ReferenceReceiver.startAskingForCertificates(folder, trusted);
                SinkChannel channel = new SinkChannel(showing(asking), TIMEOUT)) {
            assertThat(channel.publish(PublishRequest.getDefaultInstance()))
                    .isInstanceOfSatisfying(
                            Answer.Failed.class,
                            failed -> assertThat(failed.code()).isEqualTo(Status.Code.UNAVAILABLE));

            authority.issue("CN=podfailure").write(own);

            assertThat(channel.publish(PublishRequest.getDefaultInstance())).isInstanceOf(Answer.Taken.class);
            assertThat(asking.requests()).hasSize(1);
        }
    }

    @Test
    void trustsNoCertificateOfAnotherName() throws UnusableFileException {
        assertThat(publish(target("127.0.0.2", trusted))).isInstanceOf(Answer.Failed.class);
        assertThat(receiver.authorizations()).isEmpty();
    }

    @Test
    void namesAFileWithAuthoritiesThatCannotBeUsed() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.crt"), "no certificate");

        assertThatThrownBy(() -> new SinkChannel(target("localhost", broken), TIMEOUT))
                .isInstanceOf(UnusableFileException.class)
                .hasMessageContaining(broken.toString());
    }

    private static Answer publish(SinkTarget target) throws UnusableFileException {
        try (SinkChannel channel = new SinkChannel(target, TIMEOUT)) {
            return channel.publish(PublishRequest.getDefaultInstance());
        }
    }

    private SinkTarget target(String host, Path authorities) {
        return new SinkTarget(
                "a",
                host,
                receiver.port(),
                Optional.of(new ClientTls(Optional.of(authorities), Optional.empty())),
                Optional.of(token));
    }

    private SinkTarget showing(ReferenceReceiver asking) {
        KeyPairFiles identity = new KeyPairFiles(own.resolve("tls.crt"), own.resolve("tls.key"));
        ClientTls tls = new ClientTls(Optional.of(trusted), Optional.of(identity));
        return new SinkTarget("a", "localhost", asking.port(), Optional.of(tls), Optional.empty());
    }
}
