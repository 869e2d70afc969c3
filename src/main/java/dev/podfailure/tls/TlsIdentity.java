package dev.podfailure.tls;

import io.grpc.util.AdvancedTlsX509KeyManager;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that a server or a client shows, as its files are now. A new pair that cannot be used leaves the old one in use:
 * connections of a server without a certificate would all fail.
 */
public final class TlsIdentity {
    private static final Logger LOG = LoggerFactory.getLogger(TlsIdentity.class);

    private final KeyPairFiles files;
    private final ReloadListener listener;
    private final AdvancedTlsX509KeyManager keyManager = new AdvancedTlsX509KeyManager();
    private final FileChanges changes;

    /**
     * Reads the files.
     *
     * @throws UnusableFileException if they cannot be used
     */
    public TlsIdentity(KeyPairFiles files, ReloadListener listener) throws UnusableFileException {
        this.files = files;
        this.listener = listener;
        this.changes = new FileChanges(List.of(files.certificate(), files.key()));
        use(files.read());
    }

    /** For a TLS context; always gives out the pair that is in use. */
    public X509ExtendedKeyManager keyManager() {
        return keyManager;
    }

    /** A TLS context that shows this certificate and asks clients for none. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {keyManager}, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    /** Looks whether the files have changed, and reads them if so. */
    public synchronized void look() {
        if (!changes.look()) {
            return;
        }
        try {
            KeyPairFiles.KeyPair pair = files.read();
            use(pair);
            listener.reloaded();
            LOG.atInfo()
                    .addKeyValue("file", files.certificate())
                    .addKeyValue("validUntil", end(pair.leaf()))
                    .log("Showing a new certificate");
        } catch (UnusableFileException e) {
            listener.failed();
            LOG.atError()
                    .addKeyValue("problem", e.getMessage())
                    .log("A new certificate cannot be used: the old one stays");
        }
    }

    private void use(KeyPairFiles.KeyPair pair) {
        keyManager.updateIdentityCredentials(pair.chain().toArray(X509Certificate[]::new), pair.key());
        listener.validUntil(end(pair.leaf()));
        if (end(pair.leaf()).isBefore(Instant.now())) {
            LOG.atWarn()
                    .addKeyValue("file", files.certificate())
                    .addKeyValue("validUntil", end(pair.leaf()))
                    .log("The certificate has expired: it will be refused");
        }
    }

    private static Instant end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }
}
