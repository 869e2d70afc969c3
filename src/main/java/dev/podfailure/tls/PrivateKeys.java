package dev.podfailure.tls;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/**
 * Reads the private key of a certificate: PKCS #8 ({@code PRIVATE KEY}), and the older PKCS #1 ({@code RSA PRIVATE KEY}) and
 * SEC 1 ({@code EC PRIVATE KEY}), which cert-manager writes unless told otherwise and the JDK does not read.
 */
final class PrivateKeys {
    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final byte[] PROBE = {1, 2, 3, 4};

    private PrivateKeys() {}

    /** The key in this file, which must be that of the certificate with this public key. */
    static PrivateKey read(PemFile file, PublicKey publicKey, Path certificate) throws UnusableFileException {
        for (PemFile.Block block : file.blocks()) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return checked(file, block.der(), publicKey, certificate);
                }
                case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> {
                    return checked(file, pkcs8(block.der(), publicKey), publicKey, certificate);
                }
                case "ENCRYPTED PRIVATE KEY" ->
                    throw new UnusableFileException(file.path(), "is encrypted: give a key without a passphrase");
                default -> {} // parameters of a curve, certificates
            }
        }
        throw new UnusableFileException(file.path(), "has no private key");
    }

    private static PrivateKey checked(PemFile file, byte[] pkcs8, PublicKey publicKey, Path certificate)
            throws UnusableFileException {
        String signature =
                switch (publicKey.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default ->
                        throw new UnusableFileException(
                                certificate,
                                "has a key of the kind " + publicKey.getAlgorithm() + ": RSA and EC can be served");
                };
        try {
            PrivateKey key =
                    KeyFactory.getInstance(publicKey.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            if (belongTogether(key, publicKey, signature)) {
                return key;
            }
        } catch (GeneralSecurityException e) {
            // Of another kind, or mangled: no key of this certificate either way.
        }
        throw new UnusableFileException(file.path(), "is not the key of the first certificate in " + certificate);
    }

    private static boolean belongTogether(PrivateKey key, PublicKey publicKey, String algorithm)
            throws GeneralSecurityException {
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(PROBE);
        byte[] signature = signer.sign();
        signer.initVerify(publicKey);
        signer.update(PROBE);
        return signer.verify(signature);
    }

    /** The older forms leave out what kind of key it is; the certificate's public key begins with just that. */
    private static byte[] pkcs8(byte[] der, PublicKey publicKey) {
        byte[] version = element(INTEGER, new byte[] {0});
        byte[] kind = firstElement(publicKey.getEncoded());
        return element(SEQUENCE, version, kind, element(OCTET_STRING, der));
    }

    /** The first element inside of a DER sequence, whole. */
    private static byte[] firstElement(byte[] sequence) {
        int start = contentStart(sequence, 0);
        int content = contentStart(sequence, start);
        return Arrays.copyOfRange(sequence, start, content + length(sequence, start));
    }

    private static int contentStart(byte[] der, int element) {
        int first = der[element + 1] & 0xff;
        return element + 2 + (first < 0x80 ? 0 : first - 0x80);
    }

    private static int length(byte[] der, int element) {
        int length = der[element + 1] & 0xff;
        if (length < 0x80) {
            return length;
        }
        int value = 0;
        for (int i = element + 2; i < contentStart(der, element); i++) {
            value = (value << 8) | (der[i] & 0xff);
        }
        return value;
    }

    private static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        if (length < 0x80) {
            element.write(length);
        } else {
            int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
            element.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                element.write(length >> (8 * i));
            }
        }
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }
}
