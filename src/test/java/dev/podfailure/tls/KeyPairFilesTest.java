package dev.podfailure.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podfailure.rig.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPairFilesTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("tests");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private KeyPairFiles files;

    @BeforeEach
    void name() {
        files = new KeyPairFiles(folder.resolve("tls.crt"), folder.resolve("tls.key"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void readsAKeyInPkcs8(String algorithm) throws UnusableFileException {
        TestAuthority.Issued issued = AUTHORITY.issue("CN=server", algorithm).write(folder);

        assertThat(files.read().leaf()).isEqualTo(issued.certificate());
        assertThat(files.read().key()).isEqualTo(issued.key());
    }

    @ParameterizedTest
    @CsvSource({"EC, EC PRIVATE KEY", "RSA, RSA PRIVATE KEY"})
    void readsAKeyInTheOlderForm(String algorithm, String label) throws Exception {
        TestAuthority.Issued issued = AUTHORITY.issue("CN=server", algorithm).writeWithOldKey(folder);
        assertThat(Files.readString(files.key())).contains("-----BEGIN " + label + "-----");

        assertThat(files.read().key().getEncoded()).isEqualTo(issued.key().getEncoded());
    }

    @Test
    void readsTheWholeChain() throws Exception {
        AUTHORITY.issue("CN=server").write(folder);
        Path authority = AUTHORITY.write(folder.resolve("ca.crt"));
        Files.writeString(files.certificate(), Files.readString(files.certificate()) + Files.readString(authority));

        assertThat(files.read().chain()).hasSize(2);
    }

    @Test
    void refusesTheKeyOfAnotherCertificate() {
        AUTHORITY.issue("CN=server").write(folder);
        Path certificate = files.certificate();
        String kept = read(certificate);
        AUTHORITY.issue("CN=other").write(folder);
        write(certificate, kept);

        refuses("tls.key is not the key of the first certificate in " + certificate);
    }

    @Test
    void refusesAKeyOfAnotherKind() {
        AUTHORITY.issue("CN=server", "RSA").write(folder);
        String key = read(files.key());
        AUTHORITY.issue("CN=server", "EC").write(folder);
        write(files.key(), key);

        refuses("tls.key is not the key of the first certificate");
    }

    @Test
    void refusesAKindOfKeyThatCannotBeServed() {
        AUTHORITY.issue("CN=server", "Ed25519").write(folder);

        refuses("RSA and EC can be served");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tls.crt | nothing at all | tls.crt is no PEM file",
                "tls.key | nothing at all | tls.key is no PEM file",
                "tls.crt | -----BEGIN CERTIFICATE----- AAAA -----END CERTIFICATE----- | certificate 1 cannot be read",
                "tls.crt | -----BEGIN PRIVATE KEY----- AAAA -----END PRIVATE KEY----- | tls.crt has no certificate",
                "tls.key | -----BEGIN CERTIFICATE----- AAAA -----END CERTIFICATE----- | tls.key has no private key",
                "tls.key | -----BEGIN PRIVATE KEY----- AAAA -----END PRIVATE KEY----- | tls.key is not the key",
                "tls.key | -----BEGIN EC PRIVATE KEY----- AAAA -----END EC PRIVATE KEY----- | tls.key is not the key",
                "tls.key | -----BEGIN PRIVATE KEY----- A -----END PRIVATE KEY----- | is no Base64",
                "tls.key | -----BEGIN ENCRYPTED PRIVATE KEY----- AAAA -----END ENCRYPTED PRIVATE KEY----- | tls.key is encrypted",
            })
    void namesTheFileThatIsBroken(String file, String text, String problem) {
        AUTHORITY.issue("CN=server").write(folder);
        write(folder.resolve(file), text);

        refuses(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls.crt", "tls.key"})
    void namesTheFileThatIsMissing(String file) throws IOException {
        AUTHORITY.issue("CN=server").write(folder);
        Files.delete(folder.resolve(file));

        refuses(file + " does not exist");
    }

    private void refuses(String problem) {
        assertThatThrownBy(files::read)
                .isInstanceOf(UnusableFileException.class)
                .hasMessageContaining(problem);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
