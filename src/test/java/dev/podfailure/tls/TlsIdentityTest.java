package dev.podfailure.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podfailure.rig.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsIdentityTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("tests");

    private final List<String> told = new ArrayList<>();
    private final ReloadListener listener = new ReloadListener() {
        @Override
        public void reloaded() {
            told.add("reloaded");
        }

        @Override
        public void failed() {
            told.add("failed");
        }

        @Override
        public void validUntil(Instant end) {
            told.add("until " + end);
        }
    };

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TestAuthority.Issued first;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TlsIdentity identity;

    @BeforeEach
    void read() throws UnusableFileException {
        first = AUTHORITY.issue("CN=first").write(folder);
        identity = new TlsIdentity(new KeyPairFiles(folder.resolve("tls.crt"), folder.resolve("tls.key")), listener);
    }

    @Test
    void showsTheCertificateAndTellsWhenItEnds() {
        assertThat(shown()).isEqualTo(first.certificate());
        assertThat(told).containsExactly(until(first));
    }

    @Test
    void leavesFilesAloneThatAreTheSame() {
        first.write(folder);

        identity.look();

        assertThat(told).containsExactly(until(first));
    }

    @Test
    void showsANewCertificate() {
        TestAuthority.Issued second = AUTHORITY.issue("CN=second").write(folder);

        identity.look();

        assertThat(shown()).isEqualTo(second.certificate());
        assertThat(told).containsExactly(until(first), until(second), "reloaded");
    }

    @Test
    void keepsTheOldPairWhenTheNewOneIsBrokenAndSaysItOnce() throws IOException {
        Files.writeString(folder.resolve("tls.key"), "nonsense");

        identity.look();
        identity.look();

        assertThat(shown()).isEqualTo(first.certificate());
        assertThat(told).containsExactly(until(first), "failed");
    }

    @Test
    void isWholeAgainWhenTheSecondFileFollowsLater() throws IOException {
        TestAuthority.Issued second = AUTHORITY.issue("CN=second").write(folder);
        String key = Files.readString(folder.resolve("tls.key"));
        first.write(folder);
        second.write(folder);
        Files.writeString(folder.resolve("tls.key"), "half");
        identity.look();

        Files.writeString(folder.resolve("tls.key"), key);
        identity.look();

        assertThat(shown()).isEqualTo(second.certificate());
        assertThat(told).endsWith("failed", until(second), "reloaded");
    }

    @Test
    void keepsTheOldPairWhenTheFilesAreGone() throws IOException {
        Files.delete(folder.resolve("tls.crt"));

        identity.look();

        assertThat(shown()).isEqualTo(first.certificate());
        assertThat(told).endsWith("failed");
    }

    @Test
    void refusesAnAuthorityThatIsNone() {
        assertThatThrownBy(() -> Authorities.ofClients(folder.resolve("tls.crt"), listener))
                .isInstanceOf(UnusableFileException.class)
                .hasMessageContaining("no authority's: CN=first");
    }

    @Test
    void trustsNewAuthoritiesAndKeepsTheOldOnesWhenTheyAreBroken() throws Exception {
        Path file = AUTHORITY.write(folder.resolve("ca.crt"));
        Authorities authorities = Authorities.ofClients(file, listener);
        TestAuthority next = new TestAuthority("next");
        next.write(file);

        authorities.look();
        Files.writeString(file, "nonsense");
        authorities.look();

        assertThat(authorities.trustManager().getAcceptedIssuers())
                .extracting(issuer -> issuer.getSubjectX500Principal().getName())
                .containsExactly("CN=next");
        assertThat(told).endsWith("reloaded", "failed");
    }

    private X509Certificate shown() {
        String alias = identity.keyManager().chooseEngineServerAlias("EC", null, null);
        return identity.keyManager().getCertificateChain(alias)[0];
    }

    private static String until(TestAuthority.Issued issued) {
        return "until " + issued.certificate().getNotAfter().toInstant();
    }
}
