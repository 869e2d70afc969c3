package dev.podfailure.tls;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate and its key, as the Secret of type {@code kubernetes.io/tls} holds them.
 *
 * @param certificate PEM file with the certificate, then those that lead to its authority
 * @param key PEM file with the private key
 */
public record KeyPairFiles(Path certificate, Path key) {

    /** What the files hold. */
    record KeyPair(List<X509Certificate> chain, PrivateKey key) {
        X509Certificate leaf() {
            return chain.getFirst();
        }
    }

    KeyPair read() throws UnusableFileException {
        List<X509Certificate> chain = PemFile.read(certificate).certificates();
        return new KeyPair(
                chain, PrivateKeys.read(PemFile.read(key), chain.getFirst().getPublicKey(), certificate));
    }
}
