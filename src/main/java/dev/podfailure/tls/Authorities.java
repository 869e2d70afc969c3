package dev.podfailure.tls;

import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.AdvancedTlsX509TrustManager.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whose certificates are trusted, as their file is now. A new file that cannot be used changes nothing. */
public final class Authorities {
    private static final Logger LOG = LoggerFactory.getLogger(Authorities.class);

    private final Path file;
    private final ReloadListener listener;
    private final AdvancedTlsX509TrustManager trustManager;
    private final FileChanges changes;
    private final boolean ofClients;

    private Authorities(Path file, ReloadListener listener, boolean ofClients) throws UnusableFileException {
        this.file = file;
        this.listener = listener;
        this.ofClients = ofClients;
        this.changes = new FileChanges(List.of(file));
        try {
            // Clients have no host name that could be verified.
            trustManager = AdvancedTlsX509TrustManager.newBuilder()
                    .setVerification(
                            ofClients
                                    ? Verification.CERTIFICATE_ONLY_VERIFICATION
                                    : Verification.CERTIFICATE_AND_HOST_NAME_VERIFICATION)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK can verify X.509", e);
        }
        use();
    }

    /**
     * Those whose certificates clients may show.
     *
     * @param file PEM file with one certificate of an authority or more
     * @throws UnusableFileException if it cannot be used
     */
    public static Authorities ofClients(Path file, ReloadListener listener) throws UnusableFileException {
        return new Authorities(file, listener, true);
    }

    /**
     * Those whose certificates a server may show, or the server's own.
     *
     * @param file PEM file with one certificate or more
     * @throws UnusableFileException if it cannot be used
     */
    public static Authorities ofServers(Path file) throws UnusableFileException {
        return new Authorities(file, ReloadListener.NONE, false);
    }

    /** For a TLS context; always decides by the authorities that are in use. */
    public X509ExtendedTrustManager trustManager() {
        return trustManager;
    }

    /** Looks whether the file has changed, and reads it if so. */
    public synchronized void look() {
        if (!changes.look()) {
            return;
        }
        try {
            use();
            listener.reloaded();
            LOG.atInfo().addKeyValue("file", file).log("Trusting new authorities");
        } catch (UnusableFileException e) {
            listener.failed();
            LOG.atError()
                    .addKeyValue("problem", e.getMessage())
                    .log("New authorities cannot be used: the old ones stay");
        }
    }

    private void use() throws UnusableFileException {
        List<X509Certificate> authorities = PemFile.read(file).certificates();
        for (X509Certificate authority : authorities) {
            if (ofClients && authority.getBasicConstraints() < 0) {
                throw new UnusableFileException(
                        file,
                        "has a certificate that is no authority's: "
                                + authority.getSubjectX500Principal().getName());
            }
        }
        try {
            trustManager.updateTrustCredentials(authorities.toArray(X509Certificate[]::new));
        } catch (IOException | GeneralSecurityException e) {
            throw new UnusableFileException(file, "cannot be used: " + e.getMessage());
        }
    }
}
