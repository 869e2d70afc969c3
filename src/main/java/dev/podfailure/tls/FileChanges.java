package dev.podfailure.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/**
 * Whether files have changed, by what they hold: a Secret is put into a pod by a symbolic link that is set anew, and the
 * times of its files need not tell. Not thread-safe.
 */
final class FileChanges {
    private final List<Path> files;
    private byte[] seen;

    FileChanges(List<Path> files) {
        this.files = List.copyOf(files);
        this.seen = digest();
    }

    /** Whether the files hold something else than at the last call. */
    boolean look() {
        byte[] now = digest();
        boolean changed = !Arrays.equals(seen, now);
        seen = now;
        return changed;
    }

    private byte[] digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files) {
                digest.update(contents(file));
                digest.update((byte) 0);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] contents(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            // Its reader will say what is wrong with it.
            return new byte[0];
        }
    }
}
