package dev.podfailure.rig;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority that makes certificates for tests. */
public final class TestAuthority {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyPair keys = keys("EC");
    private final X500Name name;
    private final X509Certificate certificate;

    /** A certificate with its key. */
    public record Issued(X509Certificate certificate, PrivateKey key) {
        /** Writes {@code tls.crt} and {@code tls.key} as a Secret has them, each at once. */
        public Issued write(Path folder) {
            return write(folder, pem(pkcs8(key)));
        }

        /** The same with the key in the form of PKCS #1 or SEC 1, which cert-manager prefers. */
        public Issued writeWithOldKey(Path folder) {
            return write(folder, pem(key));
        }

        private Issued write(Path folder, String keyText) {
            replace(folder.resolve("tls.crt"), pem(certificate));
            replace(folder.resolve("tls.key"), keyText);
            return this;
        }
    }

    public TestAuthority(String commonName) {
        name = new X500Name("CN=" + commonName);
        certificate = sign(name, keys, true, Instant.now().plus(Duration.ofDays(1)));
    }

    /** A certificate of an elliptic curve key for this subject, and for localhost. */
    public Issued issue(String subject) {
        return issue(subject, "EC");
    }

    /** The same with a key of this kind. */
    public Issued issue(String subject, String algorithm) {
        return issue(subject, algorithm, Instant.now().plus(Duration.ofHours(1)));
    }

    /** The same until this time. */
    public Issued issue(String subject, String algorithm, Instant end) {
        KeyPair own = keys(algorithm);
        return new Issued(sign(new X500Name(subject), own, false, end), own.getPrivate());
    }

    /** Writes the authority's own certificate. */
    public Path write(Path file) {
        replace(file, pem(certificate));
        return file;
    }

    private X509Certificate sign(X500Name subject, KeyPair own, boolean authority, Instant end) {
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                            name,
                            new BigInteger(64, RANDOM),
                            Date.from(end.minus(Duration.ofDays(2))),
                            Date.from(end),
                            subject,
                            own.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (!authority) {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                    new GeneralName(GeneralName.dNSName, "localhost"),
                    new GeneralName(GeneralName.iPAddress, "127.0.0.1")
                }));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (IOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (!algorithm.startsWith("Ed")) {
                generator.initialize(algorithm.equals("EC") ? 256 : 2_048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object pkcs8(PrivateKey key) {
        try {
            return new JcaPKCS8Generator(key, null).generate();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pem(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void replace(Path file, String text) {
        try {
            Path next = Files.writeString(file.resolveSibling(file.getFileName() + ".next"), text);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
