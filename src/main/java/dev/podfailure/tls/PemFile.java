package dev.podfailure.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of a PEM file. */
record PemFile(Path path, List<Block> blocks) {
    /** A certificate has 1 to 2 KiB. */
    private static final long MAX_BYTES = 1024 * 1024;

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s+([A-Za-z0-9+/=\\s]*?)-----END \\1-----");

    /**
     * @param label what it is, such as {@code CERTIFICATE}
     * @param base64 what it holds
     */
    record Block(String label, String base64) {
        byte[] der() {
            return Base64.getMimeDecoder().decode(base64);
        }
    }

    static PemFile read(Path path) throws UnusableFileException {
        String text = text(path);
        List<Block> blocks = new ArrayList<>();
        Matcher found = BLOCK.matcher(text);
        while (found.find()) {
            Block block = new Block(found.group(1), found.group(2));
            try {
                block.der();
            } catch (IllegalArgumentException e) {
                throw new UnusableFileException(path, "is broken: " + block.label() + " is no Base64");
            }
            blocks.add(block);
        }
        if (blocks.isEmpty()) {
            throw new UnusableFileException(path, "is no PEM file");
        }
        return new PemFile(path, List.copyOf(blocks));
    }

    /** Its certificates in order: at least one. */
    List<X509Certificate> certificates() throws UnusableFileException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Block block : blocks) {
                if (block.label().equals("CERTIFICATE")) {
                    certificates.add(
                            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
                }
            }
        } catch (CertificateException e) {
            throw new UnusableFileException(
                    path, "is broken: certificate " + (certificates.size() + 1) + " cannot be read");
        }
        if (certificates.isEmpty()) {
            throw new UnusableFileException(path, "has no certificate");
        }
        return List.copyOf(certificates);
    }

    private static String text(Path path) throws UnusableFileException {
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw new UnusableFileException(path, "is larger than 1 MiB: it cannot be a PEM file");
            }
            return Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new UnusableFileException(path, "does not exist");
        } catch (IOException e) {
            throw new UnusableFileException(path, "cannot be read: " + e.getMessage());
        }
    }
}
