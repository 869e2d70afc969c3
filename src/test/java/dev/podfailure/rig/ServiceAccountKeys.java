package dev.podfailure.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The key pair that signs and proves ServiceAccount tokens.
 *
 * @param privateKey PEM file, PKCS#8
 * @param publicKey PEM file, X.509
 */
record ServiceAccountKeys(Path privateKey, Path publicKey) {

    /** Makes a new pair in a folder. */
    static ServiceAccountKeys create(Path folder) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            return new ServiceAccountKeys(
                    write(
                            folder.resolve("sa.key"),
                            "PRIVATE KEY",
                            pair.getPrivate().getEncoded()),
                    write(
                            folder.resolve("sa.pub"),
                            "PUBLIC KEY",
                            pair.getPublic().getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the ServiceAccount keys", e);
        }
    }

    private static Path write(Path file, String kind, byte[] key) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
        return Files.writeString(file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, body, kind));
    }
}
